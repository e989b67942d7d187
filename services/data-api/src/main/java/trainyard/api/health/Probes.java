package trainyard.api.health;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import trainyard.api.metrics.Metrics;

/**
 * What the dependencies said last. Each has a thread of its own that asks again and again, so that one that hangs keeps up
 * nobody: its silence is an answer too.
 */
public final class Probes implements AutoCloseable {
  static final Duration EVERY = Duration.ofSeconds(2);
  static final Duration SILENT = Duration.ofSeconds(10);

  /** Asks a dependency; throws what is wrong with it. */
  @FunctionalInterface
  public interface Probe {
    void ask() throws Exception;
  }

  /** As /health tells it. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Dependency(String status, long checkedMillisAgo, String message) {}

  private record Last(boolean up, String message, long atNanos) {}

  private final Map<String, Probe> probes;
  private final Map<String, Last> last = new ConcurrentHashMap<>();
  private final Metrics metrics;
  private final LongSupplier nanoTime;
  private final long startNanos;
  private final Map<String, Thread> threads = new LinkedHashMap<>();

  public Probes(Map<String, Probe> probes, Metrics metrics, LongSupplier nanoTime) {
    this.probes = new LinkedHashMap<>(probes);
    this.metrics = metrics;
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
  }

  public void start() {
    probes.forEach((name, probe) -> {
      var thread = new Thread(() -> forever(name, probe), "probe-" + name);
      thread.setDaemon(true);
      threads.put(name, thread);
      thread.start();
    });
  }

  /** Never waits. */
  public Map<String, Dependency> dependencies() {
    var all = new LinkedHashMap<String, Dependency>();
    for (var name : probes.keySet()) all.put(name, dependency(name));
    return all;
  }

  /** HBase holds every file's metadata: without it nothing is served. Without the others, a part is. */
  public static String overall(Map<String, Dependency> dependencies) {
    var hbase = dependencies.get("hbase");
    if (hbase != null && !hbase.status().equals("ok")) return "down";
    return dependencies.values().stream().allMatch(one -> one.status().equals("ok")) ? "ok" : "degraded";
  }

  void ask(String name, Probe probe) {
    try {
      probe.ask();
      last.put(name, new Last(true, null, nanoTime.getAsLong()));
    } catch (Exception e) {
      last.put(name, new Last(false, say(e), nanoTime.getAsLong()));
    }
    metrics.dependencies.labelValues(name).set(last.get(name).up() ? 1 : 0);
  }

  private Dependency dependency(String name) {
    var known = last.get(name);
    var millis = (nanoTime.getAsLong() - (known == null ? startNanos : known.atNanos())) / 1_000_000;
    if (known == null) return new Dependency("down", millis, "no answer yet");
    if (millis > EVERY.plus(SILENT).toMillis()) {
      metrics.dependencies.labelValues(name).set(0);
      return new Dependency("down", millis, "no answer for " + millis / 1000 + " s");
    }
    return new Dependency(known.up() ? "ok" : "down", millis, known.message());
  }

  private void forever(String name, Probe probe) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        ask(name, probe);
        Thread.sleep(EVERY.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String say(Exception e) {
    var text = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return text.length() > 200 ? text.substring(0, 200) : text;
  }

  @Override
  public void close() {
    threads.values().forEach(Thread::interrupt);
  }
}
