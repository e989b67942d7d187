package trainyard.api.files;

import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import trainyard.api.http.Kind;
import trainyard.api.http.Problem;

/** Which state of a path a write may change. None given means that nothing may be there. */
public sealed interface Precondition {
  /** Nothing is there. */
  record Absent() implements Precondition {}

  /** A file with one of these ETags is there; `*` is any. */
  record Matches(List<String> etags) implements Precondition {}

  /** Whatever is there: only for a delete. */
  record Any() implements Precondition {}

  Pattern ETAG = Pattern.compile("\\s*(\\*|(?:W/)?\"[\\x21\\x23-\\x7e\\x80-\\xff]*\")\\s*(,|$)");

  /** Of a write of content. */
  static Precondition ofPut(Context context) {
    var match = context.header("If-Match");
    var noneMatch = context.header("If-None-Match");
    if (match != null && noneMatch != null) throw Problem.badInput("If-Match", "must not be given together with If-None-Match");
    if (match != null) return new Matches(etags("If-Match", match));
    if (noneMatch != null && !noneMatch.strip().equals("*"))
      throw Problem.badInput("If-None-Match", "must be * for a write, got " + noneMatch);
    return new Absent();
  }

  static Precondition ofDelete(Context context) {
    var match = context.header("If-Match");
    return match == null ? new Any() : new Matches(etags("If-Match", match));
  }

  static Precondition ofPatch(Context context) {
    var match = context.header("If-Match");
    if (match == null)
      throw new Problem(Kind.PRECONDITION_NEEDED, "give the ETag of the file that you mean in If-Match, or * for any");
    return new Matches(etags("If-Match", match));
  }

  static List<String> etags(String header, String given) {
    var found = new ArrayList<String>();
    var matcher = ETAG.matcher(given);
    var at = 0;
    while (at < given.length()) {
      if (!matcher.find(at) || matcher.start() != at) throw Problem.badInput(header, "must be a list of ETags in quotes, or *");
      found.add(matcher.group(1));
      at = matcher.end();
    }
    if (found.isEmpty()) throw Problem.badInput(header, "must be a list of ETags in quotes, or *");
    return found;
  }

  /** Throws a problem 409 or 412 where the path is not in this state. */
  default void check(FilePath path, Optional<Entry> current) {
    if (current.isPresent() && !current.get().isFile()) throw new Problem(Kind.CONFLICT, path + " is a folder");
    if (this instanceof Absent && current.isPresent())
      throw failed(path + " is there already; give its ETag in If-Match to replace it", current.get());
    if (this instanceof Matches matches) {
      if (current.isEmpty()) throw new Problem(Kind.PRECONDITION_FAILED, path + " is not there");
      if (!matches.etags().contains("*") && !matches.etags().contains(current.get().etag()))
        throw failed(path + " has another ETag: somebody changed it", current.get());
    }
  }

  private static Problem failed(String detail, Entry current) {
    return new Problem(Kind.PRECONDITION_FAILED, detail).withHeader("ETag", current.etag());
  }
}
