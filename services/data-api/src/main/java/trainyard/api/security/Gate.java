package trainyard.api.security;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import trainyard.api.http.Kind;
import trainyard.api.http.Problem;

/** Finds out who calls, and whether they may. A route that names nobody is for nobody. */
public final class Gate {
  public static final String COOKIE = "data-api-session";
  /** Basic is taken and not asked for: a browser would ask with a window of its own, over the page. */
  private static final String CHALLENGE = "Bearer realm=\"data-api\"";
  private static final String BEARER = "Bearer ";
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  /** Copied for each request: to look the algorithm up takes longer than to hash a token. */
  private static final MessageDigest EMPTY = empty();

  private final UsersFile file;
  private final Sessions sessions;
  private final Passwords passwords;
  private final Clock clock;

  public Gate(UsersFile file, Sessions sessions, Passwords passwords, Clock clock) {
    this.file = file;
    this.sessions = sessions;
    this.passwords = passwords;
    this.clock = clock;
  }

  /** Who calls, as far as they say so. Throws a problem 401 where what they say is not true. */
  public void identify(Context context) {
    var given = context.header("Authorization");
    var identity = given == null ? byCookie(context) : byHeader(given.strip(), context.ip());
    identity.remember(context);
  }

  /** Who calls, where they say it by a token that is true; nobody else is told apart. */
  public Optional<Identity> known(String authorization) {
    if (authorization == null || !authorization.startsWith(BEARER)) return Optional.empty();
    try {
      return Optional.of(byBearer(authorization.substring(BEARER.length())));
    } catch (Problem e) {
      return Optional.empty();
    }
  }

  /** Throws a problem 401 or 403 where the caller may not do what the route does. */
  public void admit(Context context) {
    var needed = context.routeRoles().stream()
        .filter(Access.class::isInstance).map(Access.class::cast).findFirst()
        .orElseThrow(() -> new Problem(Kind.NOT_ALLOWED, "this route is for nobody"));
    require(context, needed);
    if (Identity.of(context).way() == Identity.Way.COOKIE
        && !SAFE.contains(context.method().name())
        && !"data-api-page".equals(context.header("X-Requested-By")))
      throw new Problem(Kind.NOT_ALLOWED, "a change by cookie needs the header X-Requested-By: data-api-page");
  }

  /** For what a route asks of only some of its callers. */
  public static void require(Context context, Access needed) {
    var identity = Identity.of(context);
    if (identity.access().covers(needed)) return;
    if (identity.way() == Identity.Way.NONE) throw unknown("sign in first: this needs the role " + needed.label());
    throw new Problem(Kind.NOT_ALLOWED,
        identity.user() + " has the role " + identity.access().label() + "; this needs the role " + needed.label());
  }

  static Problem unknown(String detail) {
    return new Problem(Kind.SIGN_IN_NEEDED, detail).withHeader("WWW-Authenticate", CHALLENGE);
  }

  private Identity byCookie(Context context) {
    var token = context.cookie(COOKIE);
    if (token == null) return Identity.NOBODY;
    return sessions.read(token, file.users(), Identity.Way.COOKIE).orElse(Identity.NOBODY);
  }

  private Identity byHeader(String given, String address) {
    var parts = given.split(" +", 2);
    if (parts.length == 2 && parts[0].equalsIgnoreCase("Bearer")) return byBearer(parts[1]);
    if (parts.length == 2 && parts[0].equalsIgnoreCase("Basic")) return byBasic(parts[1], address);
    throw unknown("Authorization must be Bearer or Basic");
  }

  private Identity byBearer(String token) {
    if (token.startsWith(Sessions.PREFIX))
      return sessions.read(token, file.users(), Identity.Way.SESSION)
          .orElseThrow(() -> unknown("the session is not known or has ended; sign in again"));
    var known = file.users().token(sha256(token)).orElseThrow(() -> unknown("the token is not known"));
    if (known.expiresAt() != null && !clock.instant().isBefore(known.expiresAt()))
      throw unknown("the token " + known.id() + " has expired");
    return new Identity(known.user(), known.access(), Identity.Way.TOKEN, known.id(), known.expiresAt());
  }

  private Identity byBasic(String given, String address) {
    String text;
    try {
      text = new String(Base64.getDecoder().decode(given.strip()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw unknown("Authorization: Basic is not base64");
    }
    var colon = text.indexOf(':');
    if (colon < 0) throw unknown("Authorization: Basic has no colon");
    return passwords.checkAgain(file.users(), text.substring(0, colon), text.substring(colon + 1), address)
        .map(user -> new Identity(user.name(), user.access(), Identity.Way.BASIC, null, null))
        .orElseThrow(() -> unknown("the user or the password is wrong"));
  }

  static String sha256(String text) {
    try {
      var digest = (MessageDigest) EMPTY.clone();
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static MessageDigest empty() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
