package trainyard.api.audit;

import io.javalin.http.Context;
import java.io.PrintStream;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
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
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final ReentrantLock writing = new ReentrantLock();

  public Audit(Metrics metrics, Clock clock, PrintStream out) {
    this.metrics = metrics;
    this.clock = clock;
    this.out = out;
  }

  /** Adds to the line of this request: `what` is a name such as `bytes`. */
  public static void note(Context context, String what, Object value) {
    context.attribute(NOTE + what, value);
  }

  /** Whether a request of this method is only written down where somebody was refused. */
  public static boolean isRead(String method) {
    return READS.contains(method);
  }

  /** After the answer; `route` is the path as it was registered. */
  public void record(Context context, String requestId, String route, int status, String detail) {
    var more = new LinkedHashMap<String, Object>();
    context.attributeMap().forEach((name, value) -> {
      if (name.startsWith(NOTE)) more.put(name.substring(NOTE.length()), value);
    });
    var call = new Call(context.method().name(), route, context.path(), context.queryParam("path"), context.ip(), requestId);
    record(call, Identity.of(context), status, detail, more);
  }

  /** What was called; `path` is that of a file, or null. */
  public record Call(String method, String route, String target, String path, String address, String requestId) {}

  /** After the answer. */
  public void record(Call call, Identity identity, int status, String detail, Map<String, Object> notes) {
    // A read that fails for want of a store, or finds nothing, is no refusal of anybody.
    var refused = status == 401 || status == 403 || status == 429;
    if (isRead(call.method()) && !refused) return;
    var outcome = status < 400 ? "done" : status < 500 ? "refused" : "failed";
    var action = call.method() + " " + call.route();
    var line = new LinkedHashMap<String, Object>();
    line.put("event", "audit");
    line.put("time", clock.instant().toString());
    line.put("requestId", call.requestId());
    line.put("user", identity.user());
    line.put("role", identity.access().label());
    if (identity.tokenId() != null) line.put("token", identity.tokenId());
    line.put("address", call.address());
    line.put("action", action);
    line.put("target", call.target());
    if (call.path() != null) line.put("path", call.path());
    line.put("status", status);
    line.put("outcome", outcome);
    if (detail != null) line.put("detail", detail);
    line.putAll(notes);
    metrics.audited.labelValues(action, outcome).inc();
    lines.add(text(line));
    write();
  }

  private static String text(Map<String, Object> line) {
    try {
      return Json.MAPPER.writeValueAsString(line);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whoever writes takes along what others add meanwhile: a line is out before the last of those who added some goes on. */
  private void write() {
    while (!lines.isEmpty() && writing.tryLock()) {
      try {
        var all = new StringBuilder();
        for (var line = lines.poll(); line != null; line = lines.poll()) all.append(line).append('\n');
        out.print(all);
        out.flush();
      } finally {
        writing.unlock();
      }
    }
  }
}
