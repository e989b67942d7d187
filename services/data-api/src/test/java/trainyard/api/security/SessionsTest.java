package trainyard.api.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String SOPHEAS = BCrypt.withDefaults().hashToString(4, "correct horse".toCharArray());
  private static final String OTHER = BCrypt.withDefaults().hashToString(4, "battery staple".toCharArray());
  private static final byte[] KEY = "a key that is not a secret, but long".getBytes(java.nio.charset.StandardCharsets.UTF_8);

  private static Users users(String hash, String role) {
    return Users.of(new Users.Document(List.of(new Users.UserEntry("sophea", role, hash)), List.of()));
  }

  private static Sessions sessions(byte[] key, Instant now) throws IOException {
    return new Sessions(key, Duration.ofHours(1), Clock.fixed(now, ZoneOffset.UTC));
  }

  @Test
  void isReadByEveryReplicaWithTheKey() throws Exception {
    var users = users(SOPHEAS, "writer");
    var token = sessions(KEY, NOW).open(users.user("sophea").orElseThrow()).token();
    var identity = sessions(KEY, NOW.plusSeconds(3599)).read(token, users, Identity.Way.SESSION).orElseThrow();
    assertEquals("sophea", identity.user());
    assertEquals(Access.WRITER, identity.access());
  }

  @Test
  void endsWithTimePasswordUserAndKey() throws Exception {
    var users = users(SOPHEAS, "admin");
    var token = sessions(KEY, NOW).open(users.user("sophea").orElseThrow()).token();
    assertTrue(sessions(KEY, NOW.plusSeconds(3600)).read(token, users, Identity.Way.SESSION).isEmpty());
    assertTrue(sessions(KEY, NOW).read(token, users(OTHER, "admin"), Identity.Way.SESSION).isEmpty());
    assertTrue(sessions(KEY, NOW).read(token, Users.NONE, Identity.Way.SESSION).isEmpty());
    var foreign = "another key of the very same length".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    assertTrue(sessions(foreign, NOW).read(token, users, Identity.Way.SESSION).isEmpty());
    assertTrue(sessions(KEY, NOW).read(token.replace("session.e", "session.f"), users, Identity.Way.SESSION).isEmpty());
  }

  @Test
  void takesTheRoleFromTheFileAsItIsNow() throws Exception {
    var token = sessions(KEY, NOW).open(users(SOPHEAS, "admin").user("sophea").orElseThrow()).token();
    var identity = sessions(KEY, NOW).read(token, users(SOPHEAS, "reader"), Identity.Way.COOKIE).orElseThrow();
    assertEquals(Access.READER, identity.access());
  }

  @Test
  void refusesAShortKey() {
    assertThrows(IOException.class, () -> sessions(new byte[31], NOW));
  }

  @Test
  void knowsARightPasswordAndSlowsWrongOnesDown() throws Exception {
    var users = users(SOPHEAS, "reader");
    var passwords = new Passwords(sessions(KEY, NOW), Clock.fixed(NOW, ZoneOffset.UTC));
    assertTrue(passwords.check(users, "sophea", "correct horse", "192.0.2.1").isPresent());
    assertTrue(passwords.checkAgain(users, "sophea", "correct horse", "192.0.2.1").isPresent());
    assertTrue(passwords.checkAgain(users, "sophea", "battery staple", "192.0.2.1").isEmpty());
    for (var i = 0; i < 4; i++) assertTrue(passwords.check(users, "sophea", "wrong" + i, "192.0.2.1").isEmpty());
    var refused = assertThrows(trainyard.api.http.Problem.class, () -> passwords.check(users, "sophea", "correct horse", "192.0.2.1"));
    assertEquals(429, refused.kind().status());
    assertTrue(refused.headers().containsKey("Retry-After"));
    assertTrue(passwords.check(users, "sophea", "correct horse", "192.0.2.2").isPresent());
  }

  @Test
  void namesEveryProblemOfTheUsersFile() {
    var broken = new Users.Document(List.of(new Users.UserEntry("a b", "boss", "plain")), List.of(new Users.TokenEntry(null, null, "reader", "short", "soon")));
    var thrown = assertThrows(IllegalArgumentException.class, () -> Users.of(broken));
    for (var at : List.of("users[0].name", "users[0].role", "users[0].passwordHash", "tokens[0].id", "tokens[0].sha256", "tokens[0].expiresAt"))
      assertTrue(thrown.getMessage().contains(at), at);
    assertTrue(!thrown.getMessage().contains("plain"));
  }
}
