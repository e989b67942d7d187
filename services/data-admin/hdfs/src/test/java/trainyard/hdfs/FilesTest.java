package trainyard.hdfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A file that is written")
class FilesTest {
  private final IOException broken = new IOException("all DataNodes are bad");
  private boolean closed;

  /** As HDFS's stream: it throws its first failure again when it is closed. */
  private FSDataOutputStream stream(boolean fails) throws IOException {
    return new FSDataOutputStream(
        new OutputStream() {
          @Override
          public void write(int part) throws IOException {
            if (fails) throw broken;
          }

          @Override
          public void close() throws IOException {
            closed = true;
            if (fails) throw broken;
          }
        },
        null);
  }

  @Test
  @DisplayName("is closed, and tells of the failure that broke it")
  void failure() throws Exception {
    var out = stream(true);
    var thrown = assertThrows(IOException.class, () -> Files.writing(out, file -> {
      file.write(1);
      return 1;
    }));
    assertSame(broken, thrown);
    assertTrue(closed);
  }

  @Test
  @DisplayName("is closed when it is whole")
  void whole() throws Exception {
    var written = Files.writing(stream(false), file -> {
      file.write(1);
      return "one byte";
    });
    assertEquals("one byte", written);
    assertTrue(closed);
  }
}
