package trainyard.api.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Random;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import trainyard.api.data.Configurations;

/** One gigabyte over HTTP, and by a bare client of HDFS. Either is there, whole, before the clock stops. */
final class LargeFile {
  static final long BYTES = 1_000_000_000;
  private static final int CHUNK_BYTES = 128 << 10;
  private static final String PATH = "/bench-large";

  private final Api api;
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private final FileSystem hdfs;

  LargeFile(Api api) throws IOException {
    this.api = api;
    hdfs = FileSystem.newInstance(Configurations.hdfs());
    new Random(1).nextBytes(chunk);
  }

  /** Bytes in a second. */
  double direct() throws IOException {
    var path = new Path(PATH + "-direct");
    var started = System.nanoTime();
    try (var out = hdfs.create(path, true)) {
      write(out);
    }
    var rate = BYTES * 1e9 / (System.nanoTime() - started);
    if (hdfs.getFileStatus(path).getLen() != BYTES) throw new IllegalStateException("HDFS has another length of " + path);
    hdfs.delete(path, false);
    return rate;
  }

  /** Bytes in a second. */
  double http() throws IOException {
    var target = "/v1/files?path=" + PATH;
    api.here().ask("DELETE", target);
    var started = System.nanoTime();
    var made = api.here().send("PUT", target, "application/octet-stream", BYTES, this::write, 201);
    var rate = BYTES * 1e9 / (System.nanoTime() - started);
    if (!made.text().contains("\"sizeBytes\":" + BYTES)) throw new IllegalStateException("another size was kept: " + made.text());
    api.here().remove(target);
    return rate;
  }

  private void write(OutputStream out) throws IOException {
    for (var left = BYTES; left > 0; left -= CHUNK_BYTES) out.write(chunk, 0, (int) Math.min(left, CHUNK_BYTES));
  }
}
