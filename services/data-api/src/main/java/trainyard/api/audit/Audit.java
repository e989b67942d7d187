package trainyard.api.audit;

import io.javalin.http.Context;
import java.io.PrintStream;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Set;
import trainyard.api.http.Json;
import trainyard.api.metrics.Metrics;
import trainyard.api.security.Identity;

/** Every write and every refusal, a line of JSON each on stdout. Bodies, tokens and passwords are never in it. */
public final class Audit {
  private static final String NOTE = "trainyard.audit.";
  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
  private final Metrics metrics;
  private final Clock clock;
  private final PrintStream out;

  public Audit(Metrics metrics, Clock clock, PrintStream out) {
    this.metrics = metrics;
    this.clock = clock;
    this.out = out;
  }

  /** Adds to the line of this request: `what` is a name such as `bytes`. */
  public static void note(Context context, String what, Object value) {
    context.attribute(NOTE + what, value);
  }

  /** After the answer; `route` is the path as it was registered. */
  public void record(Context context, String requestId, String route, int status, String detail) {
    var method = context.method().name();
    // A read that fails for want of a store, or finds nothing, is no refusal of anybody.
    var refused = status == 401 || status == 403 || status == 429;
    if (READS.contains(method) && !refused) return;
    var outcome = status < 400 ? "done" : status < 500 ? "refused" : "failed";
    var identity = Identity.of(context);
    var line = new LinkedHashMap<String, Object>();
    line.put("event", "audit");
    line.put("time", clock.instant().toString());
    line.put("requestId", requestId);
    line.put("user", identity.user());
    line.put("role", identity.access().label());
    if (identity.tokenId() != null) line.put("token", identity.tokenId());
    line.put("address", context.ip());
    line.put("action", method + " " + route);
    line.put("target", context.path());
    var path = context.queryParam("path");
    if (path != null) line.put("path", path);
    line.put("status", status);
    line.put("outcome", outcome);
    if (detail != null) line.put("detail", detail);
    context.attributeMap().forEach((name, value) -> {
      if (name.startsWith(NOTE)) line.put(name.substring(NOTE.length()), value);
    });
    metrics.audited.labelValues(method + " " + route, outcome).inc();
    out.println(Json.MAPPER.valueToTree(line).toString());
  }
}
