package trainyard.api.files;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.fs.FSDataInputStream;

/** Content of either store as something to read from. */
final class Bodies {
  private Bodies() {}

  static Files.Body of(byte[] content) {
    return new Files.Body() {
      @Override
      public InputStream from(long offset) {
        return new ByteArrayInputStream(content, (int) offset, content.length - (int) offset);
      }

      @Override
      public void close() {
        // memory
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
