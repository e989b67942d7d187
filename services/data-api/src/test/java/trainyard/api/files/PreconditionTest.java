package trainyard.api.files;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import trainyard.api.http.Json;
import trainyard.api.http.Problem;

class PreconditionTest {
  private static final FilePath PATH = FilePath.parse("/a", "path");
  private static final Entry FILE = Entry.file(
      new Entry.Content(Entry.Store.HBASE, "id", null, 3, "ab".repeat(32)), "text/plain", "sophea", null, 1_700_000_000_000L);

  private static int status(Precondition precondition, Entry current) {
    return assertThrows(Problem.class, () -> precondition.check(PATH, Optional.ofNullable(current))).kind().status();
  }

  @Test
  void letsNothingBeReplacedByDefault() {
    assertDoesNotThrow(() -> new Precondition.Absent().check(PATH, Optional.empty()));
    assertEquals(412, status(new Precondition.Absent(), FILE));
    assertEquals(409, status(new Precondition.Absent(), Entry.folder(1)));
  }

  @Test
  void replacesOnlyWhatItsEtagNames() {
    assertDoesNotThrow(() -> new Precondition.Matches(List.of(FILE.etag())).check(PATH, Optional.of(FILE)));
    assertDoesNotThrow(() -> new Precondition.Matches(List.of("*")).check(PATH, Optional.of(FILE)));
    assertEquals(412, status(new Precondition.Matches(List.of("\"other\"")), FILE));
    assertEquals(412, status(new Precondition.Matches(List.of("W/" + FILE.etag())), FILE));
    assertEquals(412, status(new Precondition.Matches(List.of("*")), null));
    assertEquals(409, status(new Precondition.Matches(List.of("*")), Entry.folder(1)));
  }

  @Test
  void readsListsOfEtags() {
    assertEquals(List.of("\"a\"", "W/\"b\"", "*"), Precondition.etags("If-Match", "\"a\", W/\"b\",*"));
    for (var wrong : List.of("", "a", "\"a", "\"a\" \"b\"", "\"a\"b"))
      assertThrows(Problem.class, () -> Precondition.etags("If-Match", wrong), wrong);
  }

  @Test
  void hasAnotherEtagAfterEachChange() {
    var sameContent = Entry.file(new Entry.Content(Entry.Store.HDFS, "other", 7L, 3, "ab".repeat(32)), "text/plain", "dara", FILE, 1L);
    assertNotEquals(FILE.etag(), sameContent.etag());
    assertNotEquals(FILE.etag(), FILE.described("text/html", Map.of(), 1L).etag());
    assertEquals(FILE.createdMillis(), sameContent.createdMillis());
  }

  @Test
  void isKeptAsItIs() throws Exception {
    var pending = FILE.with(new Entry.Pending("stage", 7L, false, FILE)).with(new Entry.Quota(1L, null));
    assertEquals(pending, Json.MAPPER.readValue(Json.MAPPER.writeValueAsBytes(pending), Entry.class));
  }

  @Test
  void mergesPropertiesAndRefusesTooMany() {
    var patch = new HashMap<String, String>();
    patch.put("gone", null);
    patch.put("new", "ថ្មី");
    assertEquals(Map.of("kept", "1", "new", "ថ្មី"), Properties.merged(Map.of("gone", "x", "kept", "1"), patch));
    var many = new HashMap<String, String>();
    for (var i = 0; i < 65; i++) many.put("name" + i, "");
    assertThrows(Problem.class, () -> Properties.merged(Map.of(), many));
    assertThrows(Problem.class, () -> Properties.merged(Map.of(), Map.of("", "x")));
  }

  @Test
  void readsOneRange() {
    assertEquals(Optional.of(new ByteRange(0, 4)), ByteRange.parse("bytes=0-4", 10));
    assertEquals(Optional.of(new ByteRange(5, 9)), ByteRange.parse("bytes=5-", 10));
    assertEquals(Optional.of(new ByteRange(7, 9)), ByteRange.parse("bytes=-3", 10));
    assertEquals(Optional.of(new ByteRange(0, 9)), ByteRange.parse("bytes=-99", 10));
    for (var ignored : List.of("bytes=4-2", "lines=1-2", "bytes=0-1,3-4", "bytes=-"))
      assertTrue(ByteRange.parse(ignored, 10).isEmpty(), ignored);
    for (var outside : List.of("bytes=10-", "bytes=-0"))
      assertEquals(416, assertThrows(Problem.class, () -> ByteRange.parse(outside, 10)).kind().status());
    assertEquals("bytes */0", assertThrows(Problem.class, () -> ByteRange.parse("bytes=0-", 0)).headers().get("Content-Range"));
  }
}
