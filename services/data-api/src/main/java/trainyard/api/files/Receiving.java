package trainyard.api.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.apache.hadoop.fs.FSDataOutputStream;
import trainyard.api.http.Failures;
import trainyard.api.http.Kind;
import trainyard.api.http.Problem;
import trainyard.api.metrics.Metrics;

/**
 * Bodies into a store: small ones into a cell, large ones into a staged file of HDFS while they come. What is held in memory
 * has a bound for the whole replica; where it is used up, HDFS takes small ones too.
 */
public final class Receiving {
  private static final int CHUNK = 128 << 10;
  private final SmallContents small;
  private final LargeContents large;
  private final Metrics metrics;
  private final Semaphore memory;

  public Receiving(SmallContents small, LargeContents large, Metrics metrics, long memoryBytes) {
    this.small = small;
    this.large = large;
    this.metrics = metrics;
    this.memory = new Semaphore((int) Math.max(1, memoryBytes / CHUNK));
  }

  /** Content in its store. `declared` is the length that was announced, or -1. Nothing is left of one that fails. */
  public Entry.Content receive(InputStream in, long declared, long most) throws IOException {
    if (declared > most) throw tooLarge(most);
    var id = UUID.randomUUID().toString();
    var digest = sha256();
    // What is announced is taken at once: its buffer is as large from the beginning.
    var announced = declared > 0 && declared <= SmallContents.MOST_BYTES ? (int) declared / CHUNK + 1 : 0;
    var fits = declared <= SmallContents.MOST_BYTES && memory.tryAcquire(announced);
    var permits = fits ? announced : 0;
    try {
      var held = new ByteArrayOutputStream(permits > 0 ? (int) declared : CHUNK);
      var chunk = new byte[CHUNK];
      while (fits) {
        if (announced == 0) {
          if (!memory.tryAcquire()) break;
          permits += 1;
        }
        var got = read(in, chunk);
        if (got == 0) return keepSmall(id, held.toByteArray(), digest);
        digest.update(chunk, 0, got);
        held.write(chunk, 0, got);
        fits = held.size() <= SmallContents.MOST_BYTES;
      }
      return keepLarge(id, held, in, chunk, digest, most);
    } finally {
      memory.release(permits);
    }
  }

  /** What is said while a long file is read. */
  @FunctionalInterface
  public interface Beat {
    void beat() throws IOException;
  }

  /** A staged file as content, read back from HDFS: a small one becomes a cell, and its staged file is left to its owner. */
  public Entry.Content settleStaged(String stage, Beat beat) throws IOException {
    var staged = large.staged(stage).orElseThrow(() -> new Problem(Kind.CONFLICT, "the content of the upload is gone"));
    var digest = sha256();
    var isSmall = staged.getLen() <= SmallContents.MOST_BYTES;
    var permits = isSmall ? (int) (staged.getLen() / CHUNK) + 1 : 0;
    if (!memory.tryAcquire(permits)) {
      isSmall = false;
      permits = 0;
    }
    try (var in = large.openStaged(stage)) {
      var held = new ByteArrayOutputStream();
      var chunk = new byte[CHUNK];
      for (var got = in.read(chunk); got >= 0; got = in.read(chunk)) {
        digest.update(chunk, 0, got);
        if (isSmall) held.write(chunk, 0, got);
        beat.beat();
      }
      if (isSmall) return keepSmall(UUID.randomUUID().toString(), held.toByteArray(), digest);
      return new Entry.Content(Entry.Store.HDFS, stage, staged.getFileId(), staged.getLen(), hex(digest));
    } finally {
      memory.release(permits);
    }
  }

  private Entry.Content keepSmall(String id, byte[] content, MessageDigest digest) throws IOException {
    small.put(id, content);
    metrics.bytes.labelValues("in", "hbase").inc(content.length);
    return new Entry.Content(Entry.Store.HBASE, id, null, content.length, hex(digest));
  }

  private Entry.Content keepLarge(String id, ByteArrayOutputStream held, InputStream in, byte[] chunk, MessageDigest digest, long most)
      throws IOException {
    long bytes = held.size();
    FSDataOutputStream out = large.create(id);
    try {
      held.writeTo(out);
      held.reset();
      for (var got = read(in, chunk); got > 0; got = read(in, chunk)) {
        bytes += got;
        if (bytes > most) throw tooLarge(most);
        digest.update(chunk, 0, got);
        out.write(chunk, 0, got);
        metrics.bytes.labelValues("in", "hdfs").inc(got);
      }
      out.close();
    } catch (IOException | RuntimeException e) {
      abandon(id, out);
      throw e;
    }
    var staged = large.staged(id).orElseThrow(() -> new IOException("a staged file is gone"));
    if (staged.getLen() != bytes) throw new IOException("HDFS has " + staged.getLen() + " of " + bytes + " bytes");
    return new Entry.Content(Entry.Store.HDFS, id, staged.getFileId(), bytes, hex(digest));
  }

  private void abandon(String id, FSDataOutputStream out) {
    try {
      out.close();
    } catch (IOException e) {
      // It is deleted next; where that fails too, the sweep takes it.
    }
    try {
      large.deleteStaged(id);
    } catch (IOException e) {
      // The sweep takes it.
    }
  }

  /** Fills the chunk; 0 only at the end. A body that breaks off is not one that ends. */
  static int read(InputStream in, byte[] chunk) throws IOException {
    try {
      return in.readNBytes(chunk, 0, chunk.length);
    } catch (IOException e) {
      throw new Failures.CutBody(e);
    }
  }

  static Problem tooLarge(long most) {
    return new Problem(Kind.TOO_LARGE, "a file must have at most " + most + " bytes");
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }
}
