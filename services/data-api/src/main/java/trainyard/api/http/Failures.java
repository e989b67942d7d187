package trainyard.api.http;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.PathIsNotEmptyDirectoryException;
import org.apache.hadoop.hbase.DoNotRetryIOException;
import org.apache.hadoop.hbase.NamespaceExistException;
import org.apache.hadoop.hbase.NamespaceNotFoundException;
import org.apache.hadoop.hbase.TableExistsException;
import org.apache.hadoop.hbase.TableNotEnabledException;
import org.apache.hadoop.hbase.TableNotFoundException;
import org.apache.hadoop.hbase.client.RetriesExhaustedWithDetailsException;
import org.apache.hadoop.hbase.exceptions.FailedSanityCheckException;
import org.apache.hadoop.hbase.regionserver.NoSuchColumnFamilyException;
import org.apache.hadoop.hdfs.protocol.NSQuotaExceededException;
import org.apache.hadoop.hdfs.protocol.QuotaExceededException;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;
import org.eclipse.jetty.http.HttpException;

/** What a failure means to the caller: the one place where errors become statuses. */
public final class Failures {
  private static final long AGAIN_SECONDS = 5;

  private Failures() {}

  /** The problem that is told; one of kind INTERNAL where the failure is our own. */
  public static Problem problem(Throwable thrown) {
    for (var cause : causes(thrown)) {
      var known = known(cause);
      if (known != null) return known;
    }
    for (var cause : causes(thrown)) {
      if (refusedForGood(cause)) return new Problem(Kind.UNPROCESSABLE, "HBase refuses it: " + firstLine(cause));
      if (cause instanceof IOException || cause instanceof TimeoutException)
        return Problem.retryAfter(Kind.UNAVAILABLE, "the data layer did not answer as it should; try again", AGAIN_SECONDS);
    }
    return new Problem(Kind.INTERNAL, "the API failed; its log has this request's id");
  }

  /** Whether the caller went away while their body was read or the answer was written. */
  public static boolean callerLeft(Throwable thrown) {
    return causes(thrown).stream().anyMatch(cause ->
        cause instanceof org.eclipse.jetty.io.EofException
            || cause instanceof CutBody
            || (cause instanceof EOFException && cause.getClass().getName().startsWith("org.eclipse.jetty")));
  }

  /** A body that ended before its time. */
  public static final class CutBody extends IOException {
    private static final long serialVersionUID = 1L;

    public CutBody(Throwable cause) {
      super("the body was cut off", cause);
    }
  }

  private static Problem known(Throwable cause) {
    if (cause instanceof Problem problem) return problem;
    if (cause instanceof HttpException http) return ofStatus(http.getCode(), String.valueOf(http.getReason()));
    if (cause instanceof CutBody) return new Problem(Kind.BAD_INPUT, "the body was cut off before its end");
    if (cause instanceof TableNotFoundException) return new Problem(Kind.NOT_FOUND, "there is no table " + firstLine(cause));
    if (cause instanceof TableExistsException) return new Problem(Kind.CONFLICT, "there is a table " + firstLine(cause));
    if (cause instanceof TableNotEnabledException) return new Problem(Kind.CONFLICT, "the table is disabled: " + firstLine(cause));
    if (cause instanceof NamespaceNotFoundException)
      return new Problem(Kind.NOT_FOUND, "there is no namespace " + firstLine(cause));
    if (cause instanceof NamespaceExistException)
      return new Problem(Kind.CONFLICT, "there is a namespace " + firstLine(cause));
    if (cause instanceof NoSuchColumnFamilyException || unknownFamily(cause))
      return Problem.badInput("family", "the table has no such family");
    if (cause instanceof NSQuotaExceededException)
      return new Problem(Kind.QUOTA_EXCEEDED, "HDFS keeps a quota of names here, and it is used up");
    if (cause instanceof QuotaExceededException)
      return new Problem(Kind.QUOTA_EXCEEDED, "HDFS keeps a quota of space here, and it is used up");
    if (cause instanceof org.apache.hadoop.hbase.quotas.RpcThrottlingException throttled)
      return Problem.retryAfter(Kind.TOO_MANY_REQUESTS, "HBase slows this user down", throttled.getWaitInterval() / 1000 + 1);
    if (cause instanceof AccessControlException)
      return new Problem(Kind.NOT_ALLOWED, "HDFS does not allow this to the API: " + firstLine(cause));
    if (cause instanceof PathIsNotEmptyDirectoryException) return new Problem(Kind.CONFLICT, "the folder is not empty");
    if (cause instanceof RemoteException remote && remote.getClassName().endsWith(".SnapshotException"))
      return new Problem(Kind.CONFLICT, "HDFS keeps snapshots here: " + firstLine(cause));
    if (cause instanceof FileAlreadyExistsException) return new Problem(Kind.CONFLICT, "something is there already");
    if (cause instanceof FileNotFoundException) return new Problem(Kind.NOT_FOUND, "HDFS has no such file");
    return null;
  }

  /** The master's checks of a table. Classes below this one also tell of servers that come and go. */
  private static boolean refusedForGood(Throwable cause) {
    return cause.getClass() == DoNotRetryIOException.class || cause instanceof FailedSanityCheckException;
  }

  /** HBase's client gives this only as text. */
  private static boolean unknownFamily(Throwable cause) {
    return cause instanceof RetriesExhaustedWithDetailsException
        && String.valueOf(cause.getMessage()).contains("NoSuchColumnFamilyException");
  }

  /** What the web server refuses by itself. */
  public static Problem ofStatus(int status, String detail) {
    for (var kind : Kind.values()) if (kind.status() == status) return new Problem(kind, detail);
    return new Problem(status < 500 ? Kind.BAD_INPUT : Kind.INTERNAL, detail);
  }

  private static List<Throwable> causes(Throwable thrown) {
    var all = new java.util.ArrayList<Throwable>();
    for (var cause = thrown; cause != null && all.size() < 16; cause = cause.getCause()) {
      all.add(cause);
      if (cause instanceof RemoteException remote) all.add(remote.unwrapRemoteException());
      if (cause instanceof UncheckedIOException unchecked) all.add(unchecked.getCause());
    }
    return all;
  }

  private static String firstLine(Throwable cause) {
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
  }
}
