package trainyard.api.health;

import io.javalin.Javalin;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import trainyard.api.metrics.Metrics;

/** The port for Kubernetes and Prometheus: `/live`, `/ready`, `/metrics`. */
public final class Management {
  private final Javalin server;

  public Management(Metrics metrics, BooleanSupplier ready) {
    this.server = Javalin.create(config -> {
      config.startup.showJavalinBanner = false;
      config.startup.showOldJavalinVersionWarning = false;
      config.startup.startupWatcherEnabled = false;
      config.jetty.threadPool = new QueuedThreadPool(8, 2);
      config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
      config.routes.get("/live", context -> context.result("live\n"));
      config.routes.get("/ready", context -> {
        var is = ready.getAsBoolean();
        context.status(is ? 200 : 503).result(is ? "ready\n" : "not ready\n");
      });
      config.routes.get("/metrics", context ->
          context.contentType("text/plain; version=0.0.4; charset=utf-8").result(metrics.text()));
    });
  }

  public void start(String listen, int port) {
    server.start(listen, port);
  }

  public int port() {
    return server.port();
  }

  public void stop() {
    server.stop();
  }
}
