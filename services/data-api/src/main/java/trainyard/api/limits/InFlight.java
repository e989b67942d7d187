package trainyard.api.limits;

import java.time.Duration;

/** The requests that are being answered: at most so many, and none new once the end is waited for. */
public final class InFlight {
  private final int most;
  private int running;

  public InFlight(int most) {
    this.most = most;
  }

  /** Whether there was room. */
  public synchronized boolean enter() {
    if (running >= most) return false;
    running += 1;
    return true;
  }

  public synchronized void leave() {
    running -= 1;
    notifyAll();
  }

  public synchronized int running() {
    return running;
  }

  /** Waits until none is left; whether none was. */
  public synchronized boolean awaitNone(Duration longest) throws InterruptedException {
    var end = System.nanoTime() + longest.toNanos();
    while (running > 0) {
      var left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) return false;
      wait(left);
    }
    return true;
  }
}
