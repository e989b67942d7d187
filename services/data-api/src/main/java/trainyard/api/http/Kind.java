package trainyard.api.http;

import java.util.Locale;

/** The kinds of problems that the API answers with; each has one status. */
public enum Kind {
  BAD_INPUT(400),
  SIGN_IN_NEEDED(401),
  NOT_ALLOWED(403),
  NOT_FOUND(404),
  METHOD_NOT_ALLOWED(405),
  CONFLICT(409),
  LENGTH_NEEDED(411),
  PRECONDITION_FAILED(412),
  TOO_LARGE(413),
  URI_TOO_LONG(414),
  UNSUPPORTED_CONTENT_TYPE(415),
  RANGE_NOT_SATISFIABLE(416),
  CONTENT_MISMATCH(422),
  UNPROCESSABLE(422),
  PRECONDITION_NEEDED(428),
  TOO_MANY_REQUESTS(429),
  HEADERS_TOO_LARGE(431),
  INTERNAL(500),
  UNAVAILABLE(503),
  QUOTA_EXCEEDED(507);

  private final int status;

  Kind(int status) {
    this.status = status;
  }

  public int status() {
    return status;
  }

  /** As it stands in `type` after `/problems/`. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** In words. */
  public String title() {
    var words = name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
