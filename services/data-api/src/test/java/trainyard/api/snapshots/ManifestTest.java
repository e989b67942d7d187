package trainyard.api.snapshots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import trainyard.api.files.Entry;
import trainyard.api.files.FilePath;

class ManifestTest {
  private static final FilePath FOLDER = FilePath.parse("/corpus", "path");

  private static Entry.Read file(String path, String hash, String type, Map<String, String> properties) {
    var entry = new Entry(Entry.Type.FILE, 1, 2, 3, "sophea", 5L, type, hash.repeat(32), properties, Entry.Store.HBASE, "id", null, null, null,
        null);
    return new Entry.Read(FilePath.parse(path, "path"), entry, "revision");
  }

  @Test
  void isTheSameForTheSameFilesInAnyOrder() {
    var a = file("/corpus/ក.txt", "ab", "text/plain", Map.of());
    var b = file("/corpus/deep/b.txt", "cd", "text/plain", Map.of());
    assertEquals(Manifest.of(List.of(a, b)).sha256(FOLDER), Manifest.of(List.of(b, a)).sha256(FOLDER));
    assertEquals(10, Manifest.of(List.of(a, b)).totalBytes());
  }

  @Test
  void isAnotherForOtherContentOrAnotherPlaceAndNotForOtherProperties() {
    var hash = Manifest.of(List.of(file("/corpus/a", "ab", "text/plain", Map.of()))).sha256(FOLDER);
    assertNotEquals(hash, Manifest.of(List.of(file("/corpus/a", "ac", "text/plain", Map.of()))).sha256(FOLDER));
    assertNotEquals(hash, Manifest.of(List.of(file("/corpus/b", "ab", "text/plain", Map.of()))).sha256(FOLDER));
    assertEquals(hash, Manifest.of(List.of(file("/corpus/a", "ab", "text/html", Map.of("seen", "yes")))).sha256(FOLDER));
  }

  @Test
  void isTheHashOfTheLinesThatAreServed() throws Exception {
    var read = file("/corpus/deep/a", "ab", "text/plain", Map.of());
    var line = "{\"path\":\"deep/a\",\"sizeBytes\":5,\"sha256\":\"" + "ab".repeat(32) + "\"}\n";
    assertEquals(line, Manifest.line(FOLDER, read.path(), read.entry()));
    var digest = java.security.MessageDigest.getInstance("SHA-256").digest(line.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertEquals(HexFormat.of().formatHex(digest), Manifest.of(List.of(read)).sha256(FOLDER));
  }
}
