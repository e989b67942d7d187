package trainyard.api.tables;

import java.io.IOException;
import java.net.ConnectException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.hbase.CallDroppedException;
import org.apache.hadoop.hbase.CallQueueTooBigException;
import org.apache.hadoop.hbase.DoNotRetryIOException;
import org.apache.hadoop.hbase.NotServingRegionException;
import org.apache.hadoop.hbase.RegionTooBusyException;
import org.apache.hadoop.hbase.client.CheckAndMutate;
import org.apache.hadoop.hbase.client.NoServerForRegionException;
import org.apache.hadoop.hbase.ipc.FailedServerException;
import org.apache.hadoop.hbase.ipc.ServerNotRunningYetException;
import trainyard.api.http.Kind;
import trainyard.api.http.Problem;

/**
 * Writes that happen only where a condition holds. HBase's client would send one again whose answer was lost, and the second try then
 * finds what the first one wrote and answers that the condition does not hold. So it is sent again only where it was certainly not
 * carried out; otherwise the caller is told that nobody knows.
 */
final class ConditionalWrites {
  private static final long PAUSE_MILLIS = 100;
  private static final long AGAIN_SECONDS = 5;
  private static final String UNKNOWN = "HBase did not say whether the write was carried out: read the row before it is sent again";
  private static final List<Class<? extends Throwable>> NOT_CARRIED_OUT = List.of(
      NotServingRegionException.class, RegionTooBusyException.class, CallQueueTooBigException.class, CallDroppedException.class,
      NoServerForRegionException.class, FailedServerException.class, ServerNotRunningYetException.class, ConnectException.class);
  private final HBase hbase;

  ConditionalWrites(HBase hbase) {
    this.hbase = hbase;
  }

  boolean apply(TableId id, CheckAndMutate write) throws IOException {
    var table = hbase.table(id.hbaseName()).setMaxAttempts(1).build();
    var deadline = System.nanoTime() + HBase.WRITE.toNanos();
    for (;;) {
      try {
        return HBase.await(table.checkAndMutate(write), HBase.WRITE).isSuccess();
      } catch (IOException e) {
        if (has(e, List.of(DoNotRetryIOException.class))) throw e;
        if (!has(e, NOT_CARRIED_OUT)) throw Problem.retryAfter(Kind.UNAVAILABLE, UNKNOWN, AGAIN_SECONDS);
        if (System.nanoTime() > deadline) throw e;
        pause();
      }
    }
  }

  private static boolean has(Throwable failure, List<Class<? extends Throwable>> classes) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      var thrown = cause;
      if (classes.stream().anyMatch(known -> known.isInstance(thrown))) return true;
    }
    return false;
  }

  private static void pause() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException("interrupted while a region was waited for");
    }
  }
}
