package trainyard.api.http;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/**
 * What is still on its way of a body that was refused. The web server closes a connection on which much of a body is unread, and
 * the caller, who still sends, would see it break and not why they were refused.
 */
final class Unread {
  private static final Duration LONGEST = Duration.ofSeconds(2);
  private static final long PAUSE_MILLIS = 5;

  private Unread() {}

  /** Reads and forgets, until the body ends or for two seconds. A caller who waits to be told to send is not waited for. */
  static void discard(HttpServletRequest request) {
    if (request.getHeader("Expect") != null) return;
    var body = ServletContextRequest.getServletContextRequest(request);
    var end = System.nanoTime() + LONGEST.toNanos();
    while (System.nanoTime() < end) {
      var chunk = body.read();
      if (chunk == null) {
        if (!pause()) return;
        continue;
      }
      chunk.release();
      if (chunk.isLast()) return;
    }
  }

  /** For the next bytes to come; false where this thread shall end. */
  private static boolean pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
