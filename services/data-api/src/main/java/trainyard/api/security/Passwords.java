package trainyard.api.security;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import trainyard.api.http.Kind;
import trainyard.api.http.Problem;

/**
 * Passwords against their hashes. An unknown user costs as much as a wrong password. Wrong ones of one user from one
 * address, and many from one address, have to wait longer each time. A right one of HTTP Basic is believed for a while,
 * since bcrypt is slow by design.
 */
public final class Passwords {
  private static final int FREE_TRIES = 5;
  private static final int FREE_TRIES_OF_ADDRESS = 50;
  private static final long LONGEST_WAIT_SECONDS = 60;
  private static final Duration FORGOTTEN = Duration.ofMinutes(15);
  private static final Duration BELIEVED = Duration.ofMinutes(5);
  private static final int MOST_REMEMBERED = 10_000;
  /** bcrypt reads no further. */
  private static final int MOST_BYTES = 72;
  private static final BCrypt.Verifyer VERIFIER = BCrypt.verifyer(BCrypt.Version.VERSION_2B);
  /** What an unknown user's password is compared with: that of no password. */
  private static final String NOBODYS = BCrypt.withDefaults().hashToString(12, nobodysPassword());

  private record Failures(int count, Instant last) {}

  private final Clock clock;
  private final Sessions sessions;
  private final Map<String, Failures> failures = new ConcurrentHashMap<>();
  private final Map<String, Instant> believed = new ConcurrentHashMap<>();

  public Passwords(Sessions sessions, Clock clock) {
    this.sessions = sessions;
    this.clock = clock;
  }

  /** The user whose password it is. Throws a problem 429 after too many wrong ones. */
  public Optional<Users.User> check(Users users, String name, String password, String address) {
    var byBoth = name + " " + address;
    slowDown(byBoth, FREE_TRIES);
    slowDown(address, FREE_TRIES_OF_ADDRESS);
    var user = users.user(name);
    var hash = user.map(Users.User::passwordHash).orElse(NOBODYS);
    var bytes = password.getBytes(StandardCharsets.UTF_8);
    var right = bytes.length <= MOST_BYTES
        && VERIFIER.verify(bytes, hash.getBytes(StandardCharsets.US_ASCII)).verified
        && user.isPresent();
    if (right) failures.remove(byBoth);
    else remember(byBoth, address);
    return right ? user : Optional.empty();
  }

  /** The same, at once where it was right a short while ago. */
  public Optional<Users.User> checkAgain(Users users, String name, String password, String address) {
    var user = users.user(name);
    var proof = user.map(known -> proof(known, password)).orElse("");
    var until = believed.get(proof);
    if (user.isPresent() && until != null && clock.instant().isBefore(until)) return user;
    var checked = check(users, name, password, address);
    if (believed.size() >= MOST_REMEMBERED) believed.clear();
    if (checked.isPresent()) believed.put(proof, clock.instant().plus(BELIEVED));
    return checked;
  }

  private static char[] nobodysPassword() {
    var bytes = new byte[24];
    new java.security.SecureRandom().nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes).toCharArray();
  }

  private String proof(Users.User user, String password) {
    return Base64.getEncoder().encodeToString(sessions.sign(user.name() + "\n" + user.passwordHash() + "\n" + password));
  }

  private void slowDown(String who, int free) {
    var known = failures.get(who);
    if (known == null || known.count() < free) return;
    var wait = Math.min(LONGEST_WAIT_SECONDS, 1L << Math.min(16, known.count() - free));
    var left = Duration.between(clock.instant(), known.last().plusSeconds(wait));
    if (left.isNegative() || left.isZero()) return;
    throw Problem.retryAfter(Kind.TOO_MANY_REQUESTS, "too many wrong passwords; wait before the next try", left.toSeconds() + 1);
  }

  private void remember(String... those) {
    var now = clock.instant();
    if (failures.size() >= MOST_REMEMBERED) failures.values().removeIf(one -> one.last().plus(FORGOTTEN).isBefore(now));
    for (var who : those) {
      failures.compute(who, (key, known) -> {
        var old = known == null || known.last().plus(FORGOTTEN).isBefore(now);
        return new Failures(old ? 1 : known.count() + 1, now);
      });
    }
  }
}
