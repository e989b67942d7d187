package trainyard.api;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the environment says, read once. */
public record Settings(
    String listen,
    int port,
    int managementPort,
    String root,
    String namespace,
    Path usersFile,
    Path sessionKeyFile,
    Duration session,
    long maxBodyBytes,
    long maxUploadBytes,
    Duration upload,
    int requestsPerSecond,
    int maxConcurrent,
    Duration drain) {

  /** Every problem of the environment at once. */
  public static final class SettingsError extends Exception {
    private static final long serialVersionUID = 1L;

    SettingsError(List<String> problems) {
      super("the environment has " + problems.size() + " problem(s)\n  - " + String.join("\n  - ", problems));
    }
  }

  public static Settings parse(Map<String, String> environment) throws SettingsError {
    var read = new Reader(environment, new ArrayList<>());
    var settings = new Settings(
        read.text("DATA_API_LISTEN", "0.0.0.0"),
        (int) read.number("DATA_API_PORT", 8000, 0, 65_535),
        (int) read.number("DATA_API_MANAGEMENT_PORT", 8001, 0, 65_535),
        read.root("DATA_API_ROOT", "/data"),
        read.namespace("DATA_API_NAMESPACE", "data-api"),
        Path.of(read.text("DATA_API_USERS_FILE", "/etc/data-api/users.json")),
        Path.of(read.text("DATA_API_SESSION_KEY_FILE", "/etc/data-api/session-key")),
        Duration.ofMinutes(read.number("DATA_API_SESSION_MINUTES", 480, 1, 43_200)),
        read.number("DATA_API_MAX_BODY_MIB", 16, 1, 1024) << 20,
        read.number("DATA_API_MAX_UPLOAD_GIB", 64, 1, 16_384) << 30,
        Duration.ofMinutes(read.number("DATA_API_UPLOAD_MINUTES", 1440, 1, 43_200)),
        (int) read.number("DATA_API_REQUESTS_PER_SECOND", 500, 1, 1_000_000),
        (int) read.number("DATA_API_MAX_CONCURRENT", 128, 1, 4096),
        Duration.ofSeconds(read.number("DATA_API_DRAIN_SECONDS", 30, 1, 3600)));
    if (!read.problems.isEmpty()) throw new SettingsError(read.problems);
    return settings;
  }

  private record Reader(Map<String, String> environment, List<String> problems) {
    String text(String name, String otherwise) {
      var given = environment.getOrDefault(name, "");
      return given.isBlank() ? otherwise : given;
    }

    long number(String name, long otherwise, long least, long most) {
      var given = text(name, Long.toString(otherwise));
      try {
        var value = Long.parseLong(given);
        if (value >= least && value <= most) return value;
      } catch (NumberFormatException e) {
        // told below
      }
      problems.add(name + ": must be a whole number of " + least + " to " + most + ", got " + given);
      return otherwise;
    }

    String root(String name, String otherwise) {
      var given = text(name, otherwise);
      if (given.matches("(/[A-Za-z0-9_.-]+)+") && !given.contains("/.")) return given;
      problems.add(name + ": must be an absolute HDFS path of letters, digits, _ . and -, not the root, got " + given);
      return otherwise;
    }

    /** HBase's name of it. */
    String namespace(String name, String otherwise) {
      var given = text(name, otherwise);
      if (!given.matches("[a-z][a-z0-9_-]{0,62}"))
        problems.add(name + ": must be a small letter and up to 62 small letters, digits, _ and -, got " + given);
      return given.replace('-', '_');
    }
  }
}
