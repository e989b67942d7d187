package trainyard.api.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import trainyard.api.http.Problem;

class FilePathTest {
  @ParameterizedTest
  @ValueSource(strings = {
    "", "a", "a/b", "//", "/a//b", "/a/", "/.", "/..", "/a/../b", "/../../etc/passwd", "/a/./b", "/a\0b", "/a\nb", "/a\u0085b",
    "/a\u2028b", "/a\u202eb", "/a\uD800b", "/a:b", "/.data-api", "/.data-api/staging/x", "/a/.snapshot/b", "/.reserved/.inodes/1",
    "/\uFEFFa"
  })
  void refusesWhatLeadsElsewhereOrCannotBeShown(String given) {
    var refused = assertThrows(Problem.class, () -> FilePath.parse(given, "path"));
    assertEquals(400, refused.kind().status());
  }

  @Test
  void takesKhmerNamesWithJoinersAsTheyAre() {
    var name = "ខ្មែរ\u200bសំណាង ១២៣.txt";
    assertEquals("/ឯកសារ/" + name, FilePath.parse("/ឯកសារ/" + name, "path").toString());
  }

  @Test
  void readsOneNameWrittenInTwoWaysAsOne() {
    var composed = "/caf\u00e9";
    assertEquals(FilePath.parse(composed, "path"), FilePath.parse(Normalizer.normalize(composed, Normalizer.Form.NFD), "path"));
  }

  @Test
  void countsANameInBytesOfUtf8() {
    assertEquals(85, FilePath.parse("/" + "ក".repeat(85), "path").name().length());
    assertThrows(Problem.class, () -> FilePath.parse("/" + "ក".repeat(86), "path"));
    assertThrows(Problem.class, () -> FilePath.parse("/" + "a".repeat(256), "path"));
    assertEquals(255, FilePath.parse("/" + "a".repeat(255), "path").name().length());
  }

  @Test
  void goesSixtyFourNamesDeep() {
    assertEquals(64, FilePath.parse("/a".repeat(64), "path").names().size());
    assertThrows(Problem.class, () -> FilePath.parse("/a".repeat(65), "path"));
  }

  @Test
  void doesNotDecodeWhatWasDecoded() {
    assertEquals("%2e%2e", FilePath.parse("/%2e%2e", "path").name());
  }

  @Test
  void knowsWhatIsAboveAndBelow() {
    var path = FilePath.parse("/a/b/c", "path");
    assertEquals(List.of(FilePath.ROOT, FilePath.parse("/a", ""), FilePath.parse("/a/b", "")), path.ancestors());
    assertTrue(path.isBelow(FilePath.parse("/a", "")));
    assertTrue(!FilePath.parse("/ab", "").isBelow(FilePath.parse("/a", "")));
    assertTrue(path.isBelow(FilePath.ROOT));
  }

  @Test
  void hasAKeyForEachPathAndAPathForEachKey() {
    for (var text : List.of("/", "/a", "/a/b", "/ខ្មែរ/ក.txt", "/a b/c", "/a/b/c/d")) {
      var path = FilePath.parse(text, "path");
      assertEquals(path, Keys.parse(Keys.of(path)));
    }
  }

  @Test
  void keepsTheEntriesOfAFolderTogether() {
    var keys = new byte[][] {Keys.of(FilePath.parse("/a/z", "")), Keys.of(FilePath.parse("/a!/b", "")), Keys.of(FilePath.parse("/a/b", "")),
      Keys.of(FilePath.parse("/a/b/c", ""))};
    Arrays.sort(keys, Arrays::compareUnsigned);
    assertArrayEquals(Keys.of(FilePath.parse("/a/b", "")), keys[0]);
    assertArrayEquals(Keys.of(FilePath.parse("/a/z", "")), keys[1]);
    assertTrue(Arrays.equals(keys[0], 0, 3, Keys.entriesOf(FilePath.parse("/a", "")), 0, 3));
  }
}
