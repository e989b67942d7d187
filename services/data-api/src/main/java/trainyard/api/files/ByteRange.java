package trainyard.api.files;

import java.util.Optional;
import java.util.regex.Pattern;
import trainyard.api.http.Kind;
import trainyard.api.http.Problem;

/** One range of a file, both ends included. */
record ByteRange(long first, long last) {
  private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  long length() {
    return last - first + 1;
  }

  /** Empty where none is asked for, or one that the standard lets a server ignore. Throws a problem 416 for one outside. */
  static Optional<ByteRange> parse(String header, long size) {
    if (header == null) return Optional.empty();
    var matcher = ONE.matcher(header.replace(" ", ""));
    if (!matcher.matches()) return Optional.empty();
    var from = matcher.group(1);
    var to = matcher.group(2);
    if (from.isEmpty() && to.isEmpty()) return Optional.empty();
    if (from.isEmpty()) {
      var length = Math.min(size, Long.parseLong(to));
      if (length == 0) throw outside(header, size);
      return Optional.of(new ByteRange(size - length, size - 1));
    }
    var first = Long.parseLong(from);
    var last = to.isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(to));
    if (!to.isEmpty() && Long.parseLong(to) < first) return Optional.empty();
    if (first >= size) throw outside(header, size);
    return Optional.of(new ByteRange(first, last));
  }

  private static Problem outside(String header, long size) {
    return new Problem(Kind.RANGE_NOT_SATISFIABLE, header + " lies outside the file, which has " + size + " bytes")
        .withHeader("Content-Range", "bytes */" + size);
  }
}
