package trainyard.hdfs;

import com.google.gson.JsonElement;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LongSummaryStatistics;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.hdfs.client.HdfsDataOutputStream;
import org.apache.hadoop.hdfs.client.HdfsDataOutputStream.SyncFlag;
import org.apache.hadoop.io.IOUtils;
import trainyard.tool.Answer;
import trainyard.tool.Refusal;
import trainyard.tool.Request;

/** Files that prove what the file system keeps. */
final class Files {
  private static final int CHUNK = 1 << 16;
  /** What is read as text at most. */
  private static final int TEXT = 1 << 16;
  private final Configuration configuration;

  Files(Configuration configuration) {
    this.configuration = configuration;
  }

  /** Writes `text`, or `bytes` that follow from `seed`; it is on disks (hsync) when this answers. */
  JsonElement write(Request request) throws IOException, Refusal {
    var path = Directories.absolute(request.text("path"));
    var digest = sha256();
    long bytes;
    try (var files = Store.open(configuration)) {
      var file = files.create(path, request.flag("overwrite", true));
      bytes = writing(file, out -> {
        var put = request.has("text")
            ? put(out, digest, request.text("text").getBytes(StandardCharsets.UTF_8))
            : putRandom(out, digest, request.whole("bytes"), request.optionalWhole("seed").orElse(1));
        out.hsync();
        return put;
      });
    }
    return Answer.of("path", path.toString()).with("bytes", bytes).with("sha256", hex(digest)).done();
  }

  /**
   * Writes numbered lines for `seconds`, each on disks before the next, and answers how many were acknowledged and how long one
   * had to wait at most: what a failure costs a writer.
   */
  JsonElement appendRun(Request request) throws IOException, Refusal {
    var path = Directories.absolute(request.text("path"));
    var seconds = request.whole("seconds");
    var pauseMillis = request.optionalWhole("pauseMillis").orElse(20);
    try (var files = Store.open(configuration)) {
      var stalls = writing(files.create(path, true), out -> appendLines(out, seconds, pauseMillis));
      return Answer.of("path", path.toString())
          .with("lines", stalls.getCount())
          .with("longestStallSeconds", Math.max(0, stalls.getMax()) / 1e9)
          .done();
    }
  }

  /** How long each line took until it was on disks, in nanoseconds. */
  private static LongSummaryStatistics appendLines(FSDataOutputStream out, long seconds, long pauseMillis)
      throws IOException {
    var ends = System.nanoTime() + seconds * 1_000_000_000L;
    var stalls = new LongSummaryStatistics();
    while (System.nanoTime() < ends) {
      var began = System.nanoTime();
      out.write((stalls.getCount() + "\n").getBytes(StandardCharsets.UTF_8));
      if (out instanceof HdfsDataOutputStream blocks) blocks.hsync(EnumSet.of(SyncFlag.UPDATE_LENGTH));
      else out.hsync();
      stalls.accept(System.nanoTime() - began);
      sleep(pauseMillis);
    }
    return stalls;
  }

  @FunctionalInterface
  interface Writer<T> {
    T write(FSDataOutputStream out) throws IOException, Refusal;
  }

  /** Writes a file and closes it. One that has failed throws the very same failure again when it is closed. */
  static <T> T writing(FSDataOutputStream out, Writer<T> writer) throws IOException, Refusal {
    T written;
    try {
      written = writer.write(out);
    } catch (IOException | Refusal | RuntimeException e) {
      IOUtils.closeStream(out);
      throw e;
    }
    out.close();
    return written;
  }

  /** Length and hash of a file, and the file itself where it is short text; `lines` counts its lines. */
  JsonElement read(Request request) throws IOException, Refusal {
    var path = Directories.absolute(request.text("path"));
    var digest = sha256();
    long bytes = 0;
    long lines = 0;
    var text = new StringBuilder();
    try (var files = Store.open(configuration);
        var in = files.open(path)) {
      var buffer = new byte[CHUNK];
      for (var got = in.read(buffer); got >= 0; got = in.read(buffer)) {
        digest.update(buffer, 0, got);
        bytes += got;
        for (var i = 0; i < got; i++) if (buffer[i] == '\n') lines += 1;
        if (bytes <= TEXT) text.append(new String(buffer, 0, got, StandardCharsets.UTF_8));
      }
    }
    var whole = request.flag("text", false) && bytes <= TEXT ? text.toString() : null;
    return Answer.of("bytes", bytes).with("lines", lines).with("sha256", hex(digest)).with("text", whole).done();
  }

  /** What the DataNodes say of a file's blocks. */
  JsonElement checksum(Request request) throws IOException, Refusal {
    var path = Directories.absolute(request.text("path"));
    try (var files = Store.open(configuration)) {
      var sum = files.getFileChecksum(path);
      if (sum == null) throw new Refusal("Failed", path + " has no checksum");
      return Answer.of("algorithm", sum.getAlgorithmName())
          .with("checksum", HexFormat.of().formatHex(sum.getBytes()))
          .with("bytes", files.getFileStatus(path).getLen())
          .done();
    }
  }

  private static long put(FSDataOutputStream out, MessageDigest digest, byte[] content) throws IOException {
    out.write(content);
    digest.update(content);
    return content.length;
  }

  private static long putRandom(FSDataOutputStream out, MessageDigest digest, long bytes, long seed) throws IOException {
    var random = new SplittableRandom(seed);
    var chunk = new byte[CHUNK];
    for (var left = bytes; left > 0; left -= CHUNK) {
      random.nextBytes(chunk);
      var length = (int) Math.min(left, CHUNK);
      out.write(chunk, 0, length);
      digest.update(chunk, 0, length);
    }
    return bytes;
  }

  private static void sleep(long millis) throws EOFException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new EOFException("interrupted");
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }
}
