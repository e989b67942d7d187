package trainyard.api.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import trainyard.api.metrics.Metrics;

class ProbesTest {
  private static Map<String, Probes.Probe> probes(Probes.Probe hdfs, Probes.Probe hbase) {
    var all = new LinkedHashMap<String, Probes.Probe>();
    all.put("hdfs", hdfs);
    all.put("hbase", hbase);
    return all;
  }

  @Test
  void tellsWhatEachDependencySaidLast() {
    var now = new AtomicLong();
    var probes = new Probes(probes(() -> { throw new IOException("no route\n\tat somewhere"); }, () -> {}), new Metrics(), now::get);
    assertEquals("no answer yet", probes.dependencies().get("hdfs").message());
    probes.ask("hdfs", () -> { throw new IOException("no route\n\tat somewhere"); });
    probes.ask("hbase", () -> {});
    now.addAndGet(Duration.ofMillis(1500).toNanos());
    assertEquals(new Probes.Dependency("down", 1500, "no route"), probes.dependencies().get("hdfs"));
    assertEquals(new Probes.Dependency("ok", 1500, null), probes.dependencies().get("hbase"));
    assertEquals("degraded", Probes.overall(probes.dependencies()));
  }

  @Test
  void takesSilenceForAnAnswer() {
    var now = new AtomicLong();
    var probes = new Probes(probes(() -> {}, () -> {}), new Metrics(), now::get);
    probes.ask("hdfs", () -> {});
    probes.ask("hbase", () -> {});
    assertEquals("ok", Probes.overall(probes.dependencies()));
    now.addAndGet(Duration.ofSeconds(13).toNanos());
    assertEquals("no answer for 13 s", probes.dependencies().get("hdfs").message());
    assertEquals("down", Probes.overall(probes.dependencies()));
  }

  @Test
  void doesNotWaitForAProbeThatHangs() throws Exception {
    var asked = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    try (var probes = new Probes(probes(() -> { asked.countDown(); never.await(); }, () -> {}), new Metrics(), System::nanoTime)) {
      probes.start();
      asked.await();
      assertEquals("down", probes.dependencies().get("hdfs").status());
    }
  }
}
