package trainyard.api.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import trainyard.api.data.MemoryHBase;
import trainyard.api.data.MemoryHdfs;
import trainyard.api.http.Kind;
import trainyard.api.http.Problem;
import trainyard.api.metrics.Metrics;

/** As much as two files of a megabyte each. The process ends where its heap does. */
@DisplayName("memory for small files")
class MemoryTest {
  private static final int FILE = 1_000_000;
  private static final int TWO = 2 * (FILE / (128 << 10) + 1) * (128 << 10);
  private final MemoryHdfs hdfs = new MemoryHdfs();
  private final FileService service = new FileService(
      MemoryHdfs.layer(new MemoryHBase(), hdfs), "files", "/data", (path, entry) -> false, Clock.systemUTC(), new Memory(TWO, Duration.ZERO));
  private final Receiving receiving = new Receiving(service.small, service.large, new Metrics(), TWO);
  private final FilePath path = FilePath.parse("/a", "path");

  @BeforeEach
  void root() throws IOException {
    service.catalog.create(FilePath.ROOT, Entry.folder(0));
  }

  private static InputStream body() {
    return new ByteArrayInputStream(new byte[FILE]);
  }

  @Test
  @DisplayName("is not taken by more readers than it holds files of, and is there again when one has ended")
  void readers() throws IOException {
    var content = receiving.receive(body(), FILE, Long.MAX_VALUE);
    service.files.publish(path, content, "text/plain", "dara", new Precondition.Absent());
    for (var turn = 0; turn < 3; turn++) {
      try (var one = service.files.open(path); var other = service.files.open(path)) {
        assertEquals(2 * FILE, one.body().from(0).readAllBytes().length + other.body().from(0).readAllBytes().length);
        var refused = assertThrows(Problem.class, () -> service.files.open(path));
        assertEquals(Kind.UNAVAILABLE, refused.kind());
        assertEquals("1", refused.headers().get("Retry-After"));
      }
    }
  }

  @Test
  @DisplayName("is not kept for content that is gone")
  void gone() throws IOException {
    var content = receiving.receive(body(), FILE, Long.MAX_VALUE);
    service.files.publish(path, content, "text/plain", "dara", new Precondition.Absent());
    service.small.delete(content.id());
    for (var turn = 0; turn < 3; turn++)
      assertEquals(Kind.CONFLICT, assertThrows(Problem.class, () -> service.files.open(path)).kind());
  }

  @Test
  @DisplayName("is taken for all of a file that was announced, so that a third one goes to HDFS before it has come")
  void announced() throws IOException {
    var third = new InputStream() {
      private Entry.Store store;

      @Override
      public int read() throws IOException {
        if (store == null) store = receiving.receive(body(), FILE, Long.MAX_VALUE).store();
        return -1;
      }
    };
    var second = new InputStream() {
      private boolean isAsked;

      @Override
      public int read() throws IOException {
        if (!isAsked) receiving.receive(third, FILE, Long.MAX_VALUE);
        isAsked = true;
        return -1;
      }
    };
    receiving.receive(second, FILE, Long.MAX_VALUE);
    assertEquals(Entry.Store.HDFS, third.store);
    assertEquals(Entry.Store.HBASE, receiving.receive(body(), FILE, Long.MAX_VALUE).store());
    assertTrue(receiving.receive(body(), -1, Long.MAX_VALUE).store() == Entry.Store.HBASE);
  }
}
