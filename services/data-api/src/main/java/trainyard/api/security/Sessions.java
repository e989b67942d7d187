package trainyard.api.security;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import trainyard.api.http.Json;

/** Signed sessions: nothing is kept, so that every replica with the key agrees. A new password ends them. */
public final class Sessions {
  static final String PREFIX = "session.";
  private static final int LEAST_KEY_BYTES = 32;

  /** What a session's token says; `mark` binds it to the password that it was opened with. */
  record Claim(@JsonProperty("u") String user, @JsonProperty("e") long endSeconds, @JsonProperty("m") String mark) {}

  /** An open session. */
  public record Session(String token, Instant expiresAt) {}

  private final byte[] key;
  private final Duration length;
  private final Clock clock;

  /** Throws where the key is too short to sign with. */
  public Sessions(byte[] key, Duration length, Clock clock) throws IOException {
    if (key.length < LEAST_KEY_BYTES)
      throw new IOException("the session key must have at least " + LEAST_KEY_BYTES + " bytes, got " + key.length);
    this.key = key.clone();
    this.length = length;
    this.clock = clock;
  }

  public Session open(Users.User user) {
    var end = clock.instant().plus(length).truncatedTo(ChronoUnit.SECONDS);
    var claim = new Claim(user.name(), end.getEpochSecond(), mark(user));
    try {
      var body = text(Json.MAPPER.writeValueAsBytes(claim));
      return new Session(PREFIX + body + "." + text(sign(body)), end);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Who the token speaks for; nobody where it is forged, has ended, or the user has changed. */
  public Optional<Identity> read(String token, Users users, Identity.Way way) {
    var parts = token.split("\\.", -1);
    if (parts.length != 3 || !token.startsWith(PREFIX)) return Optional.empty();
    try {
      if (!MessageDigest.isEqual(sign(parts[1]), Base64.getUrlDecoder().decode(parts[2]))) return Optional.empty();
      var claim = Json.MAPPER.readValue(Base64.getUrlDecoder().decode(parts[1]), Claim.class);
      var end = Instant.ofEpochSecond(claim.endSeconds());
      if (!clock.instant().isBefore(end)) return Optional.empty();
      return users.user(claim.user())
          .filter(user -> mark(user).equals(claim.mark()))
          .map(user -> new Identity(user.name(), user.access(), way, null, end));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private String mark(Users.User user) {
    return text(sign("password " + user.passwordHash())).substring(0, 16);
  }

  byte[] sign(String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
