package trainyard.api.uploads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import trainyard.api.data.MemoryHBase;
import trainyard.api.data.MemoryHdfs;
import trainyard.api.files.FilePath;
import trainyard.api.files.FileService;
import trainyard.api.files.Receiving;
import trainyard.api.http.Problem;
import trainyard.api.metrics.Metrics;

@DisplayName("an upload")
class UploadsTest {
  private final MemoryHBase hbase = new MemoryHBase();
  private final MemoryHdfs hdfs = new MemoryHdfs();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Clock clock = new Clock() {
    @Override
    public java.time.ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  };
  private final Uploads uploads = uploads();

  private Uploads uploads() {
    var layer = MemoryHdfs.layer(hbase, hdfs);
    var service = new FileService(layer, "files", "/data", (path, entry) -> false, clock);
    var metrics = new Metrics();
    var receiving = new Receiving(service.small, service.large, metrics, 1 << 20);
    var table = new UploadTable(layer, service.table("uploads"));
    return new Uploads(table, service, receiving, metrics, clock, Duration.ofDays(1), 1 << 30);
  }

  private Uploads.State begun() throws IOException {
    return uploads.begin(FilePath.parse("/a", "path"), null, "text/plain", null, null, "dara");
  }

  private Uploads.State again(Uploads.State state) throws IOException {
    return uploads.get(state.read().id(), "dara", false);
  }

  private Uploads.State append(Uploads.State state, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return uploads.append(again(state), again(state).offsetBytes(), new ByteArrayInputStream(bytes), bytes.length);
  }

  @Test
  @DisplayName("goes on after HDFS could not close what was written")
  void leftOpen() throws Exception {
    var state = begun();
    append(state, "one ");
    hdfs.loseCloses = true;
    assertThrows(IOException.class, () -> append(state, "two "));
    hdfs.loseCloses = false;
    now = now.plusSeconds(16);
    assertEquals("one two three".length(), append(state, "three").offsetBytes());
  }

  @Test
  @DisplayName("that another request writes says for how long that one may be silent")
  void taken() throws Exception {
    var state = begun();
    var kept = again(state);
    uploads.append(kept, 0, new ByteArrayInputStream(new byte[0]) {
      @Override
      public synchronized int read(byte[] into, int offset, int length) {
        now = now.plusSeconds(4);
        var refused = assertThrows(Problem.class, () -> append(state, "other"));
        assertEquals(409, refused.kind().status());
        assertEquals("11", refused.headers().get("Retry-After"));
        return -1;
      }
    }, 0);
    assertEquals(0, again(state).offsetBytes());
  }
}
