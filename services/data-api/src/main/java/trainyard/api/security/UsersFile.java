package trainyard.api.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trainyard.api.http.Json;

/** The users' file, read again when it has changed: a Secret is updated in place. A broken one leaves what was known. */
public final class UsersFile {
  private static final Logger LOG = LoggerFactory.getLogger(UsersFile.class);
  private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

  private record Read(Users users, String content, long atNanos) {}

  private final Path file;
  private final AtomicReference<Read> last = new AtomicReference<>();

  /** Throws where the file cannot be read the first time. */
  public UsersFile(Path file) throws IOException {
    this.file = file;
    var content = Files.readString(file);
    last.set(new Read(parse(content), content, System.nanoTime()));
  }

  public Users users() {
    var known = last.get();
    var now = System.nanoTime();
    if (now - known.atNanos() < LOOK_NANOS) return known.users();
    last.set(again(known, now));
    return last.get().users();
  }

  private Read again(Read known, long now) {
    try {
      var content = Files.readString(file);
      if (content.equals(known.content())) return new Read(known.users(), content, now);
      var users = parse(content);
      LOG.info("read {} again: it has changed", file);
      return new Read(users, content, now);
    } catch (IOException e) {
      LOG.error("{} could not be read again, its last users stay: {}", file, e.getMessage());
      return new Read(known.users(), known.content(), now);
    }
  }

  private static Users parse(String content) throws IOException {
    Users.Document document;
    try {
      document = Json.MAPPER.readValue(content, Users.Document.class);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IOException("the users' file is not JSON as expected, at line " + line(e));
    }
    if (document == null) throw new IOException("the users' file is empty");
    try {
      return Users.of(document);
    } catch (IllegalArgumentException e) {
      throw new IOException("the users' file: " + e.getMessage());
    }
  }

  private static int line(com.fasterxml.jackson.core.JsonProcessingException e) {
    return e.getLocation() == null ? 0 : e.getLocation().getLineNr();
  }
}
