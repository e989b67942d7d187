package trainyard.api.security;

import io.javalin.http.Context;
import java.time.Instant;

/** Who calls. `tokenId` is that of an API token, `expiresAt` the end of a session; each null where there is none. */
public record Identity(String user, Access access, Way way, String tokenId, Instant expiresAt) {
  /** How somebody said who they are. */
  public enum Way { NONE, SESSION, COOKIE, TOKEN, BASIC }

  private static final String ATTRIBUTE = "trainyard.identity";
  public static final Identity NOBODY = new Identity("anonymous", Access.ANYONE, Way.NONE, null, null);

  /** Of the caller of this request; nobody's before they were asked. */
  public static Identity of(Context context) {
    Identity known = context.attribute(ATTRIBUTE);
    return known == null ? NOBODY : known;
  }

  void remember(Context context) {
    context.attribute(ATTRIBUTE, this);
  }
}
