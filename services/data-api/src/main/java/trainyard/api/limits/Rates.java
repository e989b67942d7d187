package trainyard.api.limits;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** A bucket of requests for each caller, filled at a steady rate; it holds two seconds' worth. */
public final class Rates {
  private static final int MOST_CALLERS = 10_000;
  private static final double NANOS = 1e9;

  private record Bucket(double left, long atNanos) {}

  private final double perSecond;
  private final double most;
  private final LongSupplier nanoTime;
  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

  public Rates(int perSecond, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.most = 2.0 * perSecond;
    this.nanoTime = nanoTime;
  }

  /** Takes one request out; 0 where there was one, else the whole seconds until there is. */
  public long take(String caller) {
    var now = nanoTime.getAsLong();
    if (buckets.size() >= MOST_CALLERS) buckets.values().removeIf(bucket -> filled(bucket, now) >= most);
    var wait = new long[1];
    buckets.compute(caller, (key, known) -> {
      var left = known == null ? most : filled(known, now);
      if (left >= 1) return new Bucket(left - 1, now);
      wait[0] = (long) Math.ceil((1 - left) / perSecond);
      return new Bucket(left, now);
    });
    return wait[0];
  }

  private double filled(Bucket bucket, long now) {
    return Math.min(most, bucket.left() + (now - bucket.atNanos()) / NANOS * perSecond);
  }
}
