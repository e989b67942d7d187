package trainyard.api.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import trainyard.api.data.MemoryHBase;
import trainyard.api.data.MemoryHdfs;
import trainyard.api.http.Problem;

@DisplayName("a file")
class FilesTest {
  private final MemoryHBase hbase = new MemoryHBase();
  private final MemoryHdfs hdfs = new MemoryHdfs();
  private final FileService service =
      new FileService(MemoryHdfs.layer(hbase, hdfs), "files", "/data", (path, entry) -> false, Clock.systemUTC());
  private final FilePath path = FilePath.parse("/a", "path");

  @BeforeEach
  void root() throws IOException {
    service.catalog.create(FilePath.ROOT, Entry.folder(0));
  }

  private Entry.Content small(String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var id = "content of " + text;
    service.small.put(id, bytes);
    return new Entry.Content(Entry.Store.HBASE, id, null, bytes.length, "0".repeat(64));
  }

  private void publish(String text, Precondition precondition) throws IOException {
    service.files.publish(path, small(text), "text/plain", "dara", precondition);
  }

  private String text() throws IOException {
    try (var opened = service.files.open(path)) {
      return new String(opened.body().from(0).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  @DisplayName("that HBase said nothing of can be read where it appears after all")
  void unsure() throws IOException {
    hbase.holdNext();
    assertThrows(IOException.class, () -> publish("one", new Precondition.Absent()));
    assertThrows(Problem.class, this::text);
    hbase.letGo();
    assertEquals("one", text());
    var there = new Precondition.Matches(java.util.List.of("*"));
    hbase.holdNext();
    assertThrows(IOException.class, () -> publish("two", there));
    assertEquals("one", text());
    hbase.letGo();
    assertEquals("two", text());
  }

  @Test
  @DisplayName("that was refused leaves no content")
  void refused() throws IOException {
    publish("one", new Precondition.Absent());
    var before = hbase.rows(service.table("contents"));
    assertThrows(Problem.class, () -> publish("two", new Precondition.Absent()));
    assertEquals(before, hbase.rows(service.table("contents")));
    assertEquals("one", text());
  }
}
