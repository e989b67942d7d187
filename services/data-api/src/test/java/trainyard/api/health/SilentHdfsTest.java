package trainyard.api.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import trainyard.api.data.Configurations;
import trainyard.api.data.LiveDataLayer;
import trainyard.api.http.Problem;
import trainyard.api.metrics.Metrics;

/** A NameNode that takes connections and never says a word. */
class SilentHdfsTest {
  @Test
  void keepsNobodyUpWhoAsksForHealth() throws Exception {
    var asked = new CountDownLatch(1);
    var held = new AtomicReference<Socket>();
    try (var silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      var taker = new Thread(() -> take(silent, held, asked));
      taker.setDaemon(true);
      taker.start();
      var hdfs = Configurations.hdfs();
      hdfs.set("fs.defaultFS", "hdfs://127.0.0.1:" + silent.getLocalPort());
      try (var layer = new LiveDataLayer(hdfs, Configurations.hbase());
          var probes = new Probes(Map.of("hdfs", () -> layer.hdfs().getFileStatus(new Path("/"))), new Metrics(), System::nanoTime)) {
        // The first thing that is done with HDFS waits for an answer for ever.
        layer.start(connection -> {}, files -> files.getFileStatus(new Path("/")));
        probes.start();
        asked.await();
        assertEquals("down", probes.dependencies().get("hdfs").status());
        assertThrows(Problem.class, layer::hdfs);
        assertTrue(!layer.isReached());
      }
    } finally {
      if (held.get() != null) held.get().close();
    }
  }

  private static void take(ServerSocket silent, AtomicReference<Socket> held, CountDownLatch asked) {
    try {
      held.set(silent.accept());
      // A first byte of a call has come: somebody waits now.
      held.get().getInputStream().read();
      asked.countDown();
    } catch (java.io.IOException e) {
      asked.countDown();
    }
  }
}
