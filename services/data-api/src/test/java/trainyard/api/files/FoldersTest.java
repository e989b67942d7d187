package trainyard.api.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import trainyard.api.data.MemoryHBase;
import trainyard.api.data.MemoryHdfs;
import trainyard.api.http.Problem;
import trainyard.api.metrics.Metrics;

@DisplayName("a folder")
class FoldersTest {
  private static final int LARGE = SmallContents.MOST_BYTES + 1;
  private final MemoryHdfs hdfs = new MemoryHdfs();
  private final FileService service =
      new FileService(MemoryHdfs.layer(new MemoryHBase(), hdfs), "files", "/data", (path, entry) -> false, Clock.systemUTC());
  private final Receiving receiving = new Receiving(service.small, service.large, new Metrics(), 1 << 20);
  private final FilePath folder = FilePath.parse("/corpus", "path");
  private final FilePath file = FilePath.parse("/corpus/large", "path");

  @BeforeEach
  void root() throws IOException {
    service.catalog.create(FilePath.ROOT, Entry.folder(0));
  }

  private void upload() {
    try {
      var content = receiving.receive(new ByteArrayInputStream(new byte[LARGE]), LARGE, Long.MAX_VALUE);
      service.files.publish(file, content, "text/plain", "dara", new Precondition.Absent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void delete() {
    try {
      service.folders.delete(folder, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int length() throws IOException {
    try (var opened = service.files.open(file)) {
      return opened.body().from(0).readAllBytes().length;
    }
  }

  @Test
  @DisplayName("that is deleted with all in it is gone from both stores, and can be made again")
  void deleted() throws IOException {
    upload();
    delete();
    assertFalse(hdfs.has("/data/corpus"));
    assertThrows(Problem.class, () -> service.folders.get(folder));
    upload();
    assertEquals(LARGE, length());
  }

  @Test
  @DisplayName("that is deleted twice at once keeps what is put there after the first deletion has ended")
  void twice() throws IOException {
    upload();
    hdfs.beforeDelete = () -> {
      hdfs.beforeDelete = () -> {};
      delete();
      upload();
    };
    delete();
    assertEquals(LARGE, length());
  }

  @Test
  @DisplayName("that is not empty stays, and one that is goes")
  void notRecursive() throws IOException {
    upload();
    assertThrows(Problem.class, () -> service.folders.delete(folder, false));
    assertEquals(LARGE, length());
    service.files.delete(file, new Precondition.Any());
    service.folders.delete(folder, false);
    assertFalse(hdfs.has("/data/corpus"));
  }
}
