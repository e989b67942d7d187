package trainyard.api.data;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hbase.client.Connection;
import org.apache.hadoop.hbase.client.ConnectionFactory;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trainyard.api.http.Kind;
import trainyard.api.http.Problem;

/** Reaches both stores in the background, again and again until it has. */
public final class LiveDataLayer implements DataLayer, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveDataLayer.class);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  /** What is done once with a store before requests get it. */
  @FunctionalInterface
  public interface First<T> {
    void prepare(T store) throws IOException;
  }

  private final AtomicReference<Connection> hbase = new AtomicReference<>();
  private final AtomicReference<DistributedFileSystem> hdfs = new AtomicReference<>();
  private final Configuration hdfsConfiguration;
  private final Configuration hbaseConfiguration;

  public LiveDataLayer(Configuration hdfsConfiguration, Configuration hbaseConfiguration) {
    this.hdfsConfiguration = hdfsConfiguration;
    this.hbaseConfiguration = hbaseConfiguration;
  }

  public void start(First<Connection> firstHbase, First<DistributedFileSystem> firstHdfs) {
    until("HBase", hbase, firstHbase, () -> ConnectionFactory.createConnection(hbaseConfiguration));
    until("HDFS", hdfs, firstHdfs, this::openHdfs);
  }

  /** Whether both stores were reached and prepared since the start. */
  public boolean isReached() {
    return hbase.get() != null && hdfs.get() != null;
  }

  @Override
  public Connection hbase() {
    return reached("HBase", hbase.get());
  }

  @Override
  public DistributedFileSystem hdfs() {
    return reached("HDFS", hdfs.get());
  }

  private DistributedFileSystem openHdfs() throws IOException {
    var files = FileSystem.newInstance(hdfsConfiguration);
    if (files instanceof DistributedFileSystem distributed) return distributed;
    files.close();
    throw new IOException("fs.defaultFS is " + files.getUri() + ", not HDFS; mount core-site.xml in /etc/hadoop");
  }

  private static <T> T reached(String name, T store) {
    if (store != null) return store;
    throw Problem.retryAfter(Kind.UNAVAILABLE, name + " was not reached yet", 2);
  }

  private <T extends AutoCloseable> void until(String name, AtomicReference<T> place, First<T> first, Callable<T> open) {
    var thread = new Thread(() -> {
      while (place.get() == null && !Thread.currentThread().isInterrupted()) {
        T store = null;
        try {
          store = open.call();
          first.prepare(store);
          place.set(store);
          LOG.info("{} is reached", name);
        } catch (Exception | LinkageError e) {
          LOG.warn("{} is not reached yet: {}", name, e.toString().lines().findFirst().orElse(""));
          closeQuietly(store);
          pause();
        }
      }
    }, "reach-" + name.toLowerCase(java.util.Locale.ROOT));
    thread.setDaemon(true);
    thread.start();
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void closeQuietly(AutoCloseable store) {
    if (store == null) return;
    try {
      store.close();
    } catch (Exception e) {
      LOG.debug("closing a store that was not ready failed", e);
    }
  }

  @Override
  public void close() {
    closeQuietly(hbase.get());
    closeQuietly(hdfs.get());
  }
}
