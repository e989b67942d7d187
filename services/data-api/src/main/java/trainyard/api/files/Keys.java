package trainyard.api.files;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Row keys of paths: the folder, a zero byte, the name. So the entries of one folder lie together, in the order of their
 * names' bytes, and all that is below a folder lies in two ranges. No name has a zero byte.
 */
final class Keys {
  private static final String END = "\0";

  private Keys() {}

  static byte[] of(FilePath path) {
    return path.isRoot() ? bytes(END) : bytes(path.parent() + END + path.name());
  }

  static FilePath parse(byte[] key) {
    var text = new String(key, StandardCharsets.UTF_8);
    var end = text.indexOf(END);
    if (end == 0) return FilePath.ROOT;
    var names = new ArrayList<String>();
    if (end > 1) names.addAll(List.of(text.substring(1, end).split("/")));
    names.add(text.substring(end + 1));
    return new FilePath(names);
  }

  /** What the keys of a folder's own entries begin with. */
  static byte[] entriesOf(FilePath folder) {
    return bytes(folder + END);
  }

  /** What the keys of all that is deeper below a folder begin with; of the root these are its own entries too. */
  static byte[] deeperThan(FilePath folder) {
    return bytes(folder.isRoot() ? "/" : folder + "/");
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
