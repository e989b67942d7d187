package trainyard.api.health;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import trainyard.api.http.Routes;
import trainyard.api.security.Access;

/** How the service and what it stands on are. Nothing is asked while a caller waits. */
public final class HealthRoutes implements Routes {
  private final Probes probes;

  public HealthRoutes(Probes probes) {
    this.probes = probes;
  }

  @Override
  public void register(RoutesConfig routes) {
    routes.get("/health", this::health, Access.ANYONE);
  }

  private void health(Context context) {
    var dependencies = probes.dependencies();
    var status = Probes.overall(dependencies);
    var body = new LinkedHashMap<String, Object>();
    body.put("status", status);
    body.put("dependencies", dependencies);
    context.status(status.equals("down") ? 503 : 200).header("Cache-Control", "no-store").json(body);
  }
}
