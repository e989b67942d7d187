package trainyard.api.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Why a request is not answered as asked: what the caller reads, and nothing that they may not. */
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong with one part of the input; `path` is its name, or a JSON path below the body. */
  public record Entry(String path, String reason) {}

  private final Kind kind;
  private final transient List<Entry> errors;
  private final transient Map<String, String> headers;

  public Problem(Kind kind, String detail) {
    this(kind, detail, List.of(), Map.of());
  }

  private Problem(Kind kind, String detail, List<Entry> errors, Map<String, String> headers) {
    super(detail, null, false, false);
    this.kind = kind;
    this.errors = errors;
    this.headers = headers;
  }

  /** One bad part of the input. */
  public static Problem badInput(String path, String reason) {
    return badInput(List.of(new Entry(path, reason)));
  }

  /** Every bad part of the input at once. */
  public static Problem badInput(List<Entry> errors) {
    var first = errors.get(0);
    var rest = errors.size() > 1 ? " (and " + (errors.size() - 1) + " more)" : "";
    return new Problem(Kind.BAD_INPUT, first.path() + ": " + first.reason() + rest, List.copyOf(errors), Map.of());
  }

  /** What may succeed when it is tried again after so long. */
  public static Problem retryAfter(Kind kind, String detail, long seconds) {
    return new Problem(kind, detail, List.of(), Map.of("Retry-After", Long.toString(Math.max(1, seconds))));
  }

  public Problem withHeader(String name, String value) {
    var all = new LinkedHashMap<>(headers);
    all.put(name, value);
    return new Problem(kind, getMessage(), errors, Map.copyOf(all));
  }

  public Kind kind() {
    return kind;
  }

  public Map<String, String> headers() {
    return headers;
  }

  /** As it is sent. */
  public Map<String, Object> body(String instance) {
    var body = new LinkedHashMap<String, Object>();
    body.put("type", "/problems/" + kind.slug());
    body.put("title", kind.title());
    body.put("status", kind.status());
    body.put("detail", getMessage());
    body.put("instance", instance);
    if (!errors.isEmpty()) body.put("errors", errors);
    return body;
  }
}
