package trainyard.api.tables;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hbase.client.AdvancedScanResultConsumer;
import org.apache.hadoop.hbase.client.AsyncAdmin;
import org.apache.hadoop.hbase.client.AsyncConnection;
import org.apache.hadoop.hbase.client.AsyncTableBuilder;
import org.apache.hadoop.hbase.client.ConnectionFactory;
import org.apache.hadoop.hbase.TableName;

/**
 * The one connection to HBase. It is opened when it is first asked for, and again after an opening that failed: the service starts
 * while HBase is away. Every call has an end, whatever a server does.
 */
public final class HBase implements AutoCloseable {
  /** A read with all its tries. */
  public static final Duration READ = Duration.ofSeconds(10);
  /** A write with all its tries. */
  public static final Duration WRITE = Duration.ofSeconds(15);
  /** A change of tables, which the master does step by step. */
  public static final Duration ADMIN = Duration.ofSeconds(60);
  private static final Duration READ_TRY = Duration.ofSeconds(3);
  static final Duration WRITE_TRY = Duration.ofSeconds(5);
  /** The client ends by itself before we stop to wait for it; this is for a client that does not. */
  static final Duration GRACE = Duration.ofSeconds(1);
  private static final int TRIES = 40;
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Configuration configuration;
  private CompletableFuture<AsyncConnection> connection;
  private volatile AsyncConnection open;

  /** Over a connection that is open. */
  HBase(AsyncConnection opened) {
    configuration = null;
    connection = CompletableFuture.completedFuture(opened);
    open = opened;
  }

  public HBase(Configuration site) {
    configuration = bounded(site);
  }

  public AsyncTableBuilder<AdvancedScanResultConsumer> table(TableName name) throws IOException {
    return opened().getTableBuilder(name)
        .setOperationTimeout(WRITE.toMillis(), TimeUnit.MILLISECONDS)
        .setReadRpcTimeout(READ_TRY.toMillis(), TimeUnit.MILLISECONDS)
        .setWriteRpcTimeout(WRITE_TRY.toMillis(), TimeUnit.MILLISECONDS)
        .setScanTimeout(READ.toMillis(), TimeUnit.MILLISECONDS)
        .setRetryPause(PAUSE.toMillis(), TimeUnit.MILLISECONDS)
        .setRetryPauseForServerOverloaded(PAUSE.toMillis() * 4, TimeUnit.MILLISECONDS)
        .setMaxAttempts(TRIES);
  }

  public AsyncAdmin admin() throws IOException {
    return opened().getAdminBuilder()
        .setOperationTimeout(ADMIN.toMillis(), TimeUnit.MILLISECONDS)
        .setRpcTimeout(WRITE_TRY.toMillis(), TimeUnit.MILLISECONDS)
        .setRetryPause(PAUSE.toMillis(), TimeUnit.MILLISECONDS)
        .setMaxAttempts(TRIES)
        .build();
  }

  public AsyncConnection opened() throws IOException {
    var known = open;
    return known == null ? open() : known;
  }

  /** Whether it was opened: what asks it then does not wait. */
  boolean isOpen() {
    return open != null;
  }

  private AsyncConnection open() throws IOException {
    var opened = await(opening(), READ);
    synchronized (this) {
      if (connection != null) open = opened;
    }
    return opened;
  }

  /** What a call answers. Throws what it failed with, or a TimeoutIOException where it does not end. */
  public static <T> T await(CompletableFuture<T> call, Duration time) throws IOException {
    try {
      return call.get(time.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) throw failure;
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new org.apache.hadoop.hbase.exceptions.TimeoutIOException("no answer within " + time.toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException("interrupted while HBase was asked");
    }
  }

  private synchronized CompletableFuture<AsyncConnection> opening() {
    if (connection == null || connection.isCompletedExceptionally())
      connection = ConnectionFactory.createAsyncConnection(configuration);
    return connection;
  }

  @Override
  public synchronized void close() throws IOException {
    if (connection != null && connection.isDone() && !connection.isCompletedExceptionally()) connection.join().close();
    connection = null;
    open = null;
  }

  /** HBase's defaults wait for minutes where a server or ZooKeeper does not answer. */
  private static Configuration bounded(Configuration site) {
    var bounded = new Configuration(site);
    bounded.setLong("hbase.client.operation.timeout", WRITE.toMillis());
    bounded.setLong("hbase.rpc.timeout", WRITE_TRY.toMillis());
    bounded.setLong("hbase.client.meta.operation.timeout", READ.toMillis());
    bounded.setLong("hbase.client.meta.read.rpc.timeout", READ_TRY.toMillis());
    bounded.setLong("hbase.client.meta.scanner.timeout.period", READ.toMillis());
    bounded.setLong("hbase.client.pause", PAUSE.toMillis());
    bounded.setInt("hbase.client.retries.number", TRIES);
    bounded.setInt("hbase.ipc.client.socket.timeout.connect", (int) READ_TRY.toMillis());
    bounded.setInt("zookeeper.recovery.retry", 3);
    bounded.setInt("zookeeper.session.timeout", 15_000);
    return bounded;
  }
}
