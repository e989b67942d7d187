package trainyard.hbase;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import trainyard.tool.Refusal;

/**
 * A folder with copies by their time, as `20260131T022300Z`: each is whole or not there. Whoever holds it is alone with it, and
 * with the work in HBase that belongs to it; the hold ends with the process, however that ends.
 */
final class Shelf implements AutoCloseable {
  private static final String NAME = "\\d{8}T\\d{6}Z";
  private static final String UNFINISHED = ".unfinished-";
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private final Path folder;
  private final FileChannel channel;

  private Shelf(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /** Waits for another holder, but not for ever. */
  static Shelf open(File folder, long waitSeconds) throws Exception {
    var path = folder.toPath();
    if (!Files.isDirectory(path)) throw new Refusal("NotFound", folder + " is no folder; is the volume of the copies mounted?");
    var channel = FileChannel.open(path.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    var deadline = System.nanoTime() + waitSeconds * 1_000_000_000L;
    while (lockOf(channel) == null) {
      if (System.nanoTime() > deadline) {
        channel.close();
        throw new Refusal("Busy", "another backup, drill or restore works at " + folder + " for longer than " + waitSeconds
            + " s; wait for its Job, or delete it");
      }
      Thread.sleep(200);
    }
    return new Shelf(path, channel);
  }

  private static FileLock lockOf(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  static String stamp(Instant time) {
    return STAMP.format(time);
  }

  /** Names of whole copies, the oldest first. */
  List<String> copies() throws IOException {
    try (var entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).filter(name -> name.matches(NAME)).sorted().toList();
    }
  }

  /** The folder of a copy by its name, or of the newest one. */
  File copy(String name) throws Exception {
    var known = copies();
    if (known.isEmpty()) throw new Refusal("NotFound", folder + " holds no copy; run the backup first");
    if (name.equals("latest")) return folder.resolve(known.get(known.size() - 1)).toFile();
    if (!known.contains(name)) throw new Refusal("NotFound", "no copy " + name + "; there are: " + String.join(" ", known));
    return folder.resolve(name).toFile();
  }

  /** A folder for a copy that is being made; what earlier ones left behind is gone. */
  Path begin(String name) throws IOException {
    try (var entries = Files.list(folder)) {
      for (var entry : entries.filter(one -> one.getFileName().toString().startsWith(UNFINISHED)).toList()) remove(entry);
    }
    return Files.createDirectory(folder.resolve(UNFINISHED + name));
  }

  /** On disk with all that is in it, then there under its name at once. */
  void publish(Path unfinished, String name) throws IOException {
    sync(unfinished);
    Files.move(unfinished, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    force(folder);
  }

  /**
   * Removes the oldest of this HBase until `keep` are left. Each is renamed first: half a copy never looks like one. What another
   * one has left, as on a file system that was lost, is pushed out by nobody.
   */
  List<String> prune(int keep, String cluster) throws IOException {
    var known = new ArrayList<String>();
    for (var name : copies()) {
      if (Index.isOfOther(folder.resolve(name).toFile(), cluster))
        Progress.say("copy " + name + " is of another HBase, and stays: remove its folder by hand");
      else known.add(name);
    }
    var gone = known.subList(0, Math.max(0, known.size() - keep));
    for (var name : gone) {
      var aside = folder.resolve(UNFINISHED + name);
      Files.move(folder.resolve(name), aside, StandardCopyOption.ATOMIC_MOVE);
      remove(aside);
    }
    return gone;
  }

  long freeBytes() throws IOException {
    return Files.getFileStore(folder).getUsableSpace();
  }

  /** Bytes of all files of a folder, and of its folders. */
  static long bytesOf(Path folder) throws IOException {
    long bytes = 0;
    for (var path : below(folder)) if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) bytes += Files.size(path);
    return bytes;
  }

  /** Everything below a folder is on disk, and the folder. */
  static void sync(Path folder) throws IOException {
    for (var path : below(folder)) force(path);
  }

  static void remove(Path folder) throws IOException {
    for (var path : below(folder)) Files.deleteIfExists(path);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** The deepest first, the folder last. */
  private static List<Path> below(Path folder) throws IOException {
    try (var all = Files.walk(folder)) {
      return new ArrayList<>(all.sorted(Comparator.reverseOrder()).toList());
    }
  }

  private static void force(Path path) throws IOException {
    try (var open = FileChannel.open(path, StandardOpenOption.READ)) {
      open.force(true);
    }
  }
}
