package trainyard.api.files;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.apache.hadoop.fs.FSDataInputStream;

/** Content of either store as something to read from. */
final class Bodies {
  private Bodies() {}

  /** Content in memory, for which `room` was taken. */
  static Files.Body of(ByteBuffer content, Memory.Room room) {
    return new Files.Body() {
      @Override
      public InputStream from(long offset) {
        var at = content.position() + (int) offset;
        return new ByteArrayInputStream(content.array(), at, content.limit() - at);
      }

      @Override
      public void close() {
        room.giveBack();
      }
    };
  }

  static Files.Body of(FSDataInputStream content) {
    return new Files.Body() {
      @Override
      public InputStream from(long offset) throws IOException {
        content.seek(offset);
        return content;
      }

      @Override
      public void close() throws IOException {
        content.close();
      }
    };
  }
}
