package trainyard.api.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Threads that ask, each with a connection of its own. */
final class Clients implements AutoCloseable {
  /** How many ask as fast as they are answered. */
  static final int COUNT = 32;
  /** More than that may wait at once where requests come at a steady rate. */
  private static final int STEADY_THREADS = COUNT * 2;
  static final int PER_SECOND = 300;

  private final ExecutorService threads = Executors.newFixedThreadPool(STEADY_THREADS);

  /** What is done as the `number`th. */
  @FunctionalInterface
  interface Step {
    void take(int number) throws Exception;
  }

  /** Steps in a second, of so many clients together. */
  double rate(Step step, int count, int seconds) throws Exception {
    var started = System.nanoTime();
    var end = started + TimeUnit.SECONDS.toNanos(seconds);
    var done = new AtomicInteger();
    var clients = new ArrayList<Callable<Void>>();
    for (var client = 0; client < count; client++) {
      var first = client;
      clients.add(() -> {
        for (var number = first; System.nanoTime() < end; number += count) {
          step.take(number);
          done.incrementAndGet();
        }
        return null;
      });
    }
    for (var client : threads.invokeAll(clients)) client.get();
    return done.get() * 1e9 / (System.nanoTime() - started);
  }

  /** Milliseconds of steps at a steady rate. Each is timed from when it was due, not from when a thread was free for it. */
  LinkedHashMap<String, Double> steady(Step step, int seconds) throws Exception {
    var taken = Collections.synchronizedList(new ArrayList<Double>());
    var all = new ArrayList<Future<Void>>();
    var started = System.nanoTime();
    for (var call = 0; call < seconds * PER_SECOND; call++) {
      var number = call;
      var due = started + call * TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
      while (System.nanoTime() < due) LockSupport.parkNanos(due - System.nanoTime());
      all.add(threads.submit(() -> {
        step.take(number);
        taken.add((System.nanoTime() - due) / 1e6);
        return null;
      }));
    }
    for (var one : all) one.get();
    var sorted = new ArrayList<>(taken);
    Collections.sort(sorted);
    var percentiles = new LinkedHashMap<String, Double>();
    for (var percent : List.of(50, 95, 99)) percentiles.put("p" + percent, sorted.get((sorted.size() - 1) * percent / 100));
    return percentiles;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
