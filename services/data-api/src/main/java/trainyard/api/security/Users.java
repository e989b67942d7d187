package trainyard.api.security;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Who may sign in, and which tokens are known. */
public final class Users {
  /** A person; the hash is bcrypt's. */
  public record User(String name, Access access, String passwordHash) {}

  /** A token by the SHA-256 of it; `expiresAt` is null where it has no end. */
  public record Token(String id, String user, Access access, Instant expiresAt) {}

  /** As the Secret holds it. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Document(List<UserEntry> users, List<TokenEntry> tokens) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  record UserEntry(String name, String role, String passwordHash) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  record TokenEntry(String id, String user, String role, String sha256, String expiresAt) {}

  static final Users NONE = new Users(Map.of(), Map.of());
  private final Map<String, User> users;
  private final Map<String, Token> tokens;

  private Users(Map<String, User> users, Map<String, Token> tokens) {
    this.users = users;
    this.tokens = tokens;
  }

  /** Throws with every problem of the document, and no secret of it. */
  static Users of(Document document) {
    var problems = new ArrayList<String>();
    var users = new HashMap<String, User>();
    var tokens = new HashMap<String, Token>();
    var someUsers = document.users() == null ? List.<UserEntry>of() : document.users();
    for (var i = 0; i < someUsers.size(); i++) {
      var entry = someUsers.get(i);
      var at = "users[" + i + "]";
      var access = role(entry.role(), at, problems);
      if (entry.name() == null || !entry.name().matches("[^\\s:\\p{Cntrl}]{1,64}"))
        problems.add(at + ".name: must have 1 to 64 characters, none of them a space, a colon or a control character");
      if (entry.passwordHash() == null || !entry.passwordHash().matches("\\$2[aby]\\$\\d\\d\\$.{53}"))
        problems.add(at + ".passwordHash: must be bcrypt's");
      if (users.put(String.valueOf(entry.name()), new User(entry.name(), access, entry.passwordHash())) != null)
        problems.add(at + ".name: is there twice");
    }
    var someTokens = document.tokens() == null ? List.<TokenEntry>of() : document.tokens();
    for (var i = 0; i < someTokens.size(); i++) {
      var entry = someTokens.get(i);
      var at = "tokens[" + i + "]";
      var access = role(entry.role(), at, problems);
      if (entry.id() == null || entry.id().isBlank()) problems.add(at + ".id: must be given");
      if (entry.user() == null || entry.user().isBlank()) problems.add(at + ".user: must be given");
      if (entry.sha256() == null || !entry.sha256().matches("[0-9a-fA-F]{64}"))
        problems.add(at + ".sha256: must have 64 hex digits");
      var sha256 = String.valueOf(entry.sha256()).toLowerCase(Locale.ROOT);
      tokens.put(sha256, new Token(entry.id(), entry.user(), access, end(entry.expiresAt(), at, problems)));
    }
    if (!problems.isEmpty()) throw new IllegalArgumentException(String.join("; ", problems));
    return new Users(Map.copyOf(users), Map.copyOf(tokens));
  }

  public Optional<User> user(String name) {
    return Optional.ofNullable(users.get(name));
  }

  public Optional<Token> token(String sha256) {
    return Optional.ofNullable(tokens.get(sha256));
  }

  private static Access role(String role, String at, List<String> problems) {
    for (var access : List.of(Access.READER, Access.WRITER, Access.ADMIN)) if (access.label().equals(role)) return access;
    problems.add(at + ".role: must be reader, writer or admin");
    return Access.ANYONE;
  }

  private static Instant end(String given, String at, List<String> problems) {
    if (given == null) return null;
    try {
      return java.time.OffsetDateTime.parse(given).toInstant();
    } catch (java.time.format.DateTimeParseException e) {
      problems.add(at + ".expiresAt: must be a time as RFC 3339 has it, or null");
      return null;
    }
  }
}
