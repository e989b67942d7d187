package trainyard.api.security;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.time.Duration;
import java.util.ArrayList;
import trainyard.api.http.Json;
import trainyard.api.http.Problem;
import trainyard.api.http.Routes;

/** Signing in and out. */
public final class SessionRoutes implements Routes {
  record SignIn(@JsonProperty("user") String user, @JsonProperty("password") String password,
      @JsonProperty("cookie") Boolean cookie) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Answer(String token, String user, String role, String expiresAt) {}

  private final UsersFile file;
  private final Sessions sessions;
  private final Passwords passwords;
  private final Duration length;

  public SessionRoutes(UsersFile file, Sessions sessions, Passwords passwords, Duration length) {
    this.file = file;
    this.sessions = sessions;
    this.passwords = passwords;
    this.length = length;
  }

  @Override
  public void register(RoutesConfig routes) {
    routes.post("/v1/sessions", this::open, Access.ANYONE);
    routes.get("/v1/sessions/current", this::current, Access.READER);
    routes.delete("/v1/sessions/current", this::close, Access.ANYONE);
  }

  private void open(Context context) {
    var given = Json.body(context, SignIn.class);
    var errors = new ArrayList<Problem.Entry>();
    if (given.user() == null) errors.add(new Problem.Entry("$.user", "must be given"));
    if (given.password() == null) errors.add(new Problem.Entry("$.password", "must be given"));
    if (!errors.isEmpty()) throw Problem.badInput(errors);
    var user = passwords.check(file.users(), given.user(), given.password(), context.ip())
        .orElseThrow(() -> Gate.unknown("the user or the password is wrong"));
    var session = sessions.open(user);
    new Identity(user.name(), user.access(), Identity.Way.SESSION, null, session.expiresAt()).remember(context);
    if (Boolean.TRUE.equals(given.cookie())) context.cookie(cookie(context, session.token(), (int) length.toSeconds()));
    context.status(201).header("Cache-Control", "no-store");
    context.json(new Answer(session.token(), user.name(), user.access().label(), session.expiresAt().toString()));
  }

  private void current(Context context) {
    var identity = Identity.of(context);
    var end = identity.expiresAt() == null ? null : identity.expiresAt().toString();
    context.header("Cache-Control", "no-store");
    context.json(new Answer(null, identity.user(), identity.access().label(), end));
  }

  /** Takes the cookie away. A token that was copied before stays good until its end or until the password changes. */
  private void close(Context context) {
    context.cookie(cookie(context, "", 0));
    context.status(204);
  }

  private static Cookie cookie(Context context, String token, int seconds) {
    var secure = "https".equals(context.scheme()) || "https".equalsIgnoreCase(context.header("X-Forwarded-Proto"));
    return new Cookie(Gate.COOKIE, token, "/", seconds, secure, true, null, SameSite.STRICT);
  }
}
