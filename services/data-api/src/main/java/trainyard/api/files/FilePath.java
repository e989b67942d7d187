package trainyard.api.files;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import trainyard.api.http.Problem;

/** An absolute path below the root that the API serves: names in NFC, none of which leads elsewhere. */
public record FilePath(List<String> names) {
  public static final FilePath ROOT = new FilePath(List.of());
  /** The name below the root that is the API's own. */
  public static final String RESERVED = ".data-api";
  static final int MOST_NAMES = 64;
  static final int MOST_NAME_BYTES = 255;
  /** HDFS takes 8000, its own part included. */
  static final int MOST_CHARACTERS = 7000;

  public FilePath {
    names = List.copyOf(names);
  }

  /** Throws a problem 400 that names `where` the path was given. */
  public static FilePath parse(String given, String where) {
    if (given == null || given.isEmpty()) throw Problem.badInput(where, "must be given");
    if (given.length() > MOST_CHARACTERS) throw Problem.badInput(where, "must have at most " + MOST_CHARACTERS + " characters");
    if (!given.startsWith("/")) throw Problem.badInput(where, "must begin with /");
    if (given.equals("/")) return ROOT;
    var names = new ArrayList<String>();
    for (var part : given.substring(1).split("/", -1)) names.add(name(part, where));
    if (names.size() > MOST_NAMES) throw Problem.badInput(where, "must have at most " + MOST_NAMES + " names, got " + names.size());
    if (names.get(0).equals(RESERVED)) throw Problem.badInput(where, "/" + RESERVED + " is the API's own");
    return new FilePath(names);
  }

  /** The same, of something that is not the root. */
  public static FilePath parseBelowRoot(String given, String where) {
    var path = parse(given, where);
    if (path.isRoot()) throw Problem.badInput(where, "must not be the root");
    return path;
  }

  private static String name(String part, String where) {
    if (part.isEmpty()) throw Problem.badInput(where, "must not have an empty name or end with /");
    if (part.equals(".") || part.equals("..")) throw Problem.badInput(where, "must not have the name " + part);
    if (part.codePoints().anyMatch(FilePath::isControl)) throw Problem.badInput(where, "must not have control characters");
    if (part.indexOf(':') >= 0) throw Problem.badInput(where, "must not have a colon, which HDFS does not take");
    var name = Normalizer.normalize(part, Normalizer.Form.NFC);
    var bytes = utf8(name, where);
    if (bytes > MOST_NAME_BYTES)
      throw Problem.badInput(where, "must have names of at most " + MOST_NAME_BYTES + " bytes in UTF-8, got " + bytes);
    if (name.equals(".snapshot") || name.equals(".reserved"))
      throw Problem.badInput(where, "must not have the name " + name + ", which is HDFS's own");
    return name;
  }

  private static int utf8(String name, String where) {
    try {
      return StandardCharsets.UTF_8.newEncoder().encode(java.nio.CharBuffer.wrap(name)).remaining();
    } catch (CharacterCodingException e) {
      throw Problem.badInput(where, "must be Unicode: it has half a surrogate pair");
    }
  }

  /** Control and line characters, those that turn the direction of text, and the mark for what could not be read. */
  private static boolean isControl(int point) {
    var type = Character.getType(point);
    return type == Character.CONTROL || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR
        || (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069) || point == 0xFFFD || point == 0xFEFF;
  }

  public boolean isRoot() {
    return names.isEmpty();
  }

  public String name() {
    return isRoot() ? "" : names.get(names.size() - 1);
  }

  /** Throws where it is the root. */
  public FilePath parent() {
    return new FilePath(names.subList(0, names.size() - 1));
  }

  public FilePath child(String name) {
    var all = new ArrayList<>(names);
    all.add(name);
    return new FilePath(all);
  }

  /** From the root to the parent. */
  public List<FilePath> ancestors() {
    var all = new ArrayList<FilePath>();
    for (var i = 0; i < names.size(); i++) all.add(new FilePath(names.subList(0, i)));
    return all;
  }

  public boolean isBelow(FilePath folder) {
    return names.size() > folder.names.size() && names.subList(0, folder.names.size()).equals(folder.names);
  }

  @Override
  public String toString() {
    return "/" + String.join("/", names);
  }
}
