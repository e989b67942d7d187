package trainyard.api.files;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import trainyard.api.http.Problem;

/** Free names and values of a file, and its content type. */
final class Properties {
  private static final int MOST_NAMES = 64;
  private static final int MOST_NAME_BYTES = 128;
  private static final int MOST_BYTES = 64 << 10;
  static final String UNKNOWN_TYPE = "application/octet-stream";

  private Properties() {}

  /** As a merge patch says: null removes. Throws a problem 400 where they are too many or too long. */
  static Map<String, String> merged(Map<String, String> before, Map<String, String> patch) {
    var merged = new TreeMap<>(before);
    if (patch != null) patch.forEach((name, value) -> {
      if (value == null) merged.remove(name);
      else merged.put(name, value);
    });
    var errors = new ArrayList<Problem.Entry>();
    var bytes = 0;
    for (var one : merged.entrySet()) {
      if (!isUnicode(one.getKey()) || !isUnicode(one.getValue()))
        errors.add(new Problem.Entry("$.properties", "must be Unicode: one has half a surrogate pair"));
      var length = one.getKey().getBytes(StandardCharsets.UTF_8).length;
      if (length < 1 || length > MOST_NAME_BYTES)
        errors.add(new Problem.Entry("$.properties", "must have names of 1 to " + MOST_NAME_BYTES + " bytes"));
      bytes += length + one.getValue().getBytes(StandardCharsets.UTF_8).length;
    }
    if (merged.size() > MOST_NAMES) errors.add(new Problem.Entry("$.properties", "must be at most " + MOST_NAMES));
    if (bytes > MOST_BYTES) errors.add(new Problem.Entry("$.properties", "must have at most " + MOST_BYTES + " bytes in all"));
    if (!errors.isEmpty()) throw Problem.badInput(errors);
    return merged;
  }

  private static boolean isUnicode(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  static String contentType(String given, String where) {
    if (given == null || given.isBlank()) return UNKNOWN_TYPE;
    if (given.length() <= 255 && given.matches("[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+([ ;][\\x20-\\x7e]*)?")) return given;
    throw Problem.badInput(where, "must be a type such as text/plain, of at most 255 characters");
  }
}
