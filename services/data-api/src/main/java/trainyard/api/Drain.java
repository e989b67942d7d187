package trainyard.api;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trainyard.api.http.ApiServer;
import trainyard.api.limits.InFlight;

/** The end without a failed request: first not ready, then no new connection, then the last answers. */
final class Drain {
  private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
  /** Until those who send requests know that this replica is not ready. */
  private static final Duration NOTICE = Duration.ofSeconds(5);

  private final ApiServer server;
  private final InFlight inFlight;
  private final Duration longest;

  Drain(ApiServer server, InFlight inFlight, Duration longest) {
    this.server = server;
    this.inFlight = inFlight;
    this.longest = longest;
  }

  /** Whether every request was answered. Within `longest`, notice included. */
  boolean run() throws InterruptedException {
    var notice = NOTICE.compareTo(longest.dividedBy(2)) < 0 ? NOTICE : longest.dividedBy(2);
    server.close();
    Thread.sleep(notice.toMillis());
    server.stopAccepting();
    var all = inFlight.awaitNone(longest.minus(notice));
    if (!all) LOG.warn("{} requests did not end within {} s and are cut off", inFlight.running(), longest.toSeconds());
    server.stop();
    return all;
  }
}
