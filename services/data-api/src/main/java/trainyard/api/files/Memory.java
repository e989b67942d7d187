package trainyard.api.files;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import trainyard.api.http.Kind;
import trainyard.api.http.Problem;

/** Memory for contents that are sent to callers, who may be slow: so much for the whole replica. */
final class Memory {
  private static final int UNIT = 128 << 10;
  private final int all;
  private final Semaphore units;
  private final Duration patience;

  /** Whoever finds no room waits for it as long as `patience`. */
  Memory(long bytes, Duration patience) {
    this.all = (int) Math.max(1, bytes / UNIT);
    this.units = new Semaphore(all, true);
    this.patience = patience;
  }

  /** Room that is taken until it is given back, once. */
  @FunctionalInterface
  interface Room {
    void giveBack();
  }

  /** Throws a problem 503 where others hold it all. */
  Room take(long bytes) {
    var needed = (int) Math.min(all, bytes / UNIT + 1);
    if (!isTaken(needed))
      throw Problem.retryAfter(Kind.UNAVAILABLE, "too many files are read at once", 1);
    return () -> units.release(needed);
  }

  private boolean isTaken(int needed) {
    try {
      return units.tryAcquire(needed, patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
