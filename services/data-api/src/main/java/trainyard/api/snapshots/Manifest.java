package trainyard.api.snapshots;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import trainyard.api.files.Entry;
import trainyard.api.files.FilePath;
import trainyard.api.http.Json;

/** The files below a folder, in the order of their paths' bytes: what makes two states of a folder the same. */
record Manifest(List<Entry.Read> files) {
  static Manifest of(List<Entry.Read> found) {
    var sorted = new ArrayList<>(found);
    sorted.sort((a, b) -> Arrays.compareUnsigned(bytes(a.path().toString()), bytes(b.path().toString())));
    return new Manifest(sorted);
  }

  long totalBytes() {
    return files.stream().mapToLong(read -> read.entry().sizeBytes()).sum();
  }

  /** Over the lines as they are served. */
  String sha256(FilePath folder) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (var read : files) digest.update(bytes(line(folder, read.path(), read.entry())));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One line of JSON for a file; its path begins below the folder. */
  static String line(FilePath folder, FilePath path, Entry entry) {
    var line = new LinkedHashMap<String, Object>();
    line.put("path", String.join("/", path.names().subList(folder.names().size(), path.names().size())));
    line.put("sizeBytes", entry.sizeBytes());
    line.put("sha256", entry.sha256());
    return Json.MAPPER.valueToTree(line).toString() + "\n";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
