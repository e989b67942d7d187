package trainyard.api.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.ipc.RemoteException;
import trainyard.api.http.Kind;
import trainyard.api.http.Problem;

/** Files: each is whole or not there, and of two who create or replace one, HBase lets one be the first. */
public final class Files {
  private static final int MOST_TRIES = 20;
  private final Catalog catalog;
  private final Settling settling;
  private final Quotas quotas;
  private final Retention retention;
  private final SmallContents small;
  private final LargeContents large;
  private final Clock clock;
  private Folders folders;

  Files(Catalog catalog, Settling settling, Quotas quotas, Retention retention, SmallContents small, LargeContents large, Clock clock) {
    this.catalog = catalog;
    this.settling = settling;
    this.quotas = quotas;
    this.retention = retention;
    this.small = small;
    this.large = large;
    this.clock = clock;
  }

  void use(Folders those) {
    this.folders = those;
  }

  /** Whether a file's earlier content must be kept, since a snapshot has it. */
  @FunctionalInterface
  public interface Retention {
    boolean keeps(FilePath path, Entry entry) throws IOException;
  }

  /** A file as it is now; `isNew` where nothing was there before. */
  public record Published(Entry.Read read, boolean isNew) {}

  /** The file; throws a problem 404, or 409 for a folder. */
  public Entry.Read get(FilePath path) throws IOException {
    var read = catalog.get(path).filter(found -> !found.isGone());
    if (read.isPresent() && read.get().entry().pending() != null && read.get().entry().pending().stage() != null)
      read = settling.settled(path);
    var found = read.orElseThrow(() -> new Problem(Kind.NOT_FOUND, path + " is not there"));
    if (!found.entry().isFile()) throw new Problem(Kind.CONFLICT, path + " is a folder");
    return found;
  }

  /** Throws a problem where a write of this path would be refused as things are now: before anything is received. */
  public void checkBefore(FilePath path, Precondition precondition) throws IOException {
    precondition.check(path, current(path).map(Entry.Read::entry));
  }

  private Optional<Entry.Read> current(FilePath path) throws IOException {
    return settling.settled(path);
  }

  /** Gives content its path. Throws a problem after which the content is gone; it stays where nobody knows whether it has its path. */
  public Published publish(FilePath path, Entry.Content content, String contentType, String uploader, Precondition precondition)
      throws IOException {
    try {
      return publishOnce(path, content, contentType, uploader, precondition);
    } catch (Unsure e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      discardUnused(path, content);
      throw e;
    }
  }

  /** The same, of content that stays where it is refused. */
  public Published publishKept(FilePath path, Entry.Content content, String contentType, String uploader, Precondition precondition)
      throws IOException {
    var isSmall = content.store() == Entry.Store.HBASE;
    return isSmall ? publish(path, content, contentType, uploader, precondition)
        : publishOnce(path, content, contentType, uploader, precondition);
  }

  private Published publishOnce(FilePath path, Entry.Content content, String contentType, String uploader, Precondition precondition)
      throws IOException {
    folders.ensureAll(path.ancestors());
    for (var tries = 0; tries < MOST_TRIES; tries++) {
      var before = current(path);
      precondition.check(path, before.map(Entry.Read::entry));
      var earlier = before.map(Entry.Read::entry).orElse(null);
      var above = folders.requireAll(path, true);
      var moreFiles = earlier == null ? 1L : 0L;
      var moreBytes = content.sizeBytes() - (earlier == null ? 0 : earlier.sizeBytes());
      quotas.reserve(above, moreFiles, moreBytes);
      Optional<Entry.Read> written = Optional.empty();
      try {
        var next = entry(content, contentType, uploader, earlier);
        written = write(path, before, next);
        if (written.isPresent()) return complete(written.get(), before);
      } catch (IOException | RuntimeException e) {
        giveBack(path, content, above, moreFiles, moreBytes, e);
        throw e;
      }
      quotas.release(above, moreFiles, moreBytes);
    }
    throw Settling.busy(path);
  }

  /** HBase did not say whether a row was written: it may still appear, with its content. */
  private static final class Unsure extends IOException {
    private static final long serialVersionUID = 1L;

    Unsure(IOException cause) {
      super("HBase did not say whether the file was written", cause);
    }
  }

  private Optional<Entry.Read> write(FilePath path, Optional<Entry.Read> before, Entry next) throws Unsure {
    try {
      return before.isEmpty() ? catalog.create(path, next) : catalog.replace(before.get(), next);
    } catch (IOException e) {
      throw new Unsure(e);
    }
  }

  /** What was taken of quotas for a write that failed. */
  private void giveBack(FilePath path, Entry.Content content, List<Entry.Read> above, long files, long bytes, Exception failure) {
    try {
      if (!isOurs(path, content)) quotas.release(above, files, bytes);
    } catch (IOException | RuntimeException e) {
      // The sweep counts again.
      failure.addSuppressed(e);
    }
  }

  private Entry entry(Entry.Content content, String contentType, String uploader, Entry earlier) {
    var next = Entry.file(content, contentType, uploader, earlier, clock.millis());
    if (content.store() == Entry.Store.HDFS) return next.with(new Entry.Pending(content.id(), null, false, earlier));
    var wasLarge = earlier != null && earlier.store() == Entry.Store.HDFS;
    return wasLarge ? next.with(new Entry.Pending(null, earlier.inode(), false, null)) : next;
  }

  private Published complete(Entry.Read written, Optional<Entry.Read> before) throws IOException {
    var path = written.path();
    try {
      if (before.isEmpty()) folders.requireAll(path, true);
    } catch (Problem gone) {
      takeBack(written);
      throw gone;
    }
    var now = written;
    if (written.entry().pending() != null) {
      var finished = settling.finish(written);
      if (finished.isDone() && finished.read().isPresent()) now = finished.read().get();
    }
    if (before.isPresent()) forget(path, before.get().entry());
    return new Published(now, before.isEmpty());
  }

  /** A file whose folder went away while it came. */
  private void takeBack(Entry.Read written) throws IOException {
    var entry = written.entry();
    if (!catalog.remove(written)) return;
    settling.discard(new Entry.Content(entry.store(), entry.content(), entry.inode(), entry.sizeBytes(), entry.sha256()));
  }

  private void forget(FilePath path, Entry earlier) throws IOException {
    if (earlier.store() == Entry.Store.HBASE && !retention.keeps(path, earlier)) small.delete(earlier.content());
  }

  private void discardUnused(FilePath path, Entry.Content content) {
    try {
      if (!isOurs(path, content)) settling.discard(content);
    } catch (IOException | RuntimeException e) {
      // The content has no path: the sweep takes it.
    }
  }

  private boolean isOurs(FilePath path, Entry.Content content) throws IOException {
    return catalog.get(path).filter(read -> content.id().equals(read.entry().content())).isPresent();
  }

  /** Deletes content that gets no path. */
  public void discard(Entry.Content content) throws IOException {
    settling.discard(content);
  }

  /** Throws a problem 404, 409 or 412. */
  public void delete(FilePath path, Precondition precondition) throws IOException {
    for (var tries = 0; tries < MOST_TRIES; tries++) {
      var before = current(path);
      if (before.isEmpty()) {
        if (precondition instanceof Precondition.Matches) precondition.check(path, Optional.empty());
        throw new Problem(Kind.NOT_FOUND, path + " is not there");
      }
      precondition.check(path, before.map(Entry.Read::entry));
      if (remove(before.get())) return;
    }
    throw Settling.busy(path);
  }

  void deleteAny(FilePath path) throws IOException {
    for (var tries = 0; tries < MOST_TRIES; tries++) {
      var before = current(path);
      if (before.isEmpty() || !before.get().entry().isFile() || remove(before.get())) return;
    }
    throw Settling.busy(path);
  }

  private boolean remove(Entry.Read before) throws IOException {
    var entry = before.entry();
    if (entry.store() == Entry.Store.HBASE) {
      if (!catalog.remove(before)) return false;
      forget(before.path(), entry);
    } else {
      var going = catalog.replace(before, entry.with(new Entry.Pending(null, entry.inode(), true, null)));
      if (going.isEmpty()) return false;
      settling.finish(going.get());
    }
    var above = catalog.get(before.path().ancestors());
    quotas.release(List.copyOf(above.values()), 1, entry.sizeBytes());
    return true;
  }

  /** The file with another type and properties; null leaves the one or the other. */
  public Entry.Read describe(FilePath path, Precondition precondition, String contentType, Map<String, String> merge) throws IOException {
    for (var tries = 0; tries < MOST_TRIES; tries++) {
      var before = current(path).orElseThrow(() -> new Problem(Kind.NOT_FOUND, path + " is not there"));
      precondition.check(path, Optional.of(before.entry()));
      var properties = Properties.merged(before.entry().properties(), merge);
      var type = contentType == null ? before.entry().contentType() : contentType;
      var after = catalog.replace(before, before.entry().described(type, properties, clock.millis()));
      if (after.isPresent()) return after.get();
    }
    throw Settling.busy(path);
  }

  /** A file's content, and the entry that it belongs to. */
  public record Opened(Entry.Read read, Body body) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  /** Content that can be read from any place. */
  public interface Body extends AutoCloseable {
    InputStream from(long offset) throws IOException;

    @Override
    void close() throws IOException;
  }

  /** Opens what is at a path; content that was replaced in between is looked up again. */
  public Opened open(FilePath path) throws IOException {
    var last = "";
    for (var tries = 0; tries < MOST_TRIES; tries++) {
      var read = get(path);
      var body = body(read.entry());
      if (body.isPresent()) return new Opened(read, body.get());
      if (read.revision().equals(last)) throw new Problem(Kind.CONFLICT, "the content of " + path + " is gone from the data layer");
      last = read.revision();
    }
    throw Settling.busy(path);
  }

  /** Content as it was in a snapshot, which keeps it. */
  public Body bodyInSnapshot(FilePath path, Entry entry, String snapshot) throws IOException {
    if (entry.store() == Entry.Store.HDFS) return Bodies.of(large.openInSnapshot(path, snapshot));
    return small.open(entry.content(), entry.sizeBytes())
        .orElseThrow(() -> new Problem(Kind.CONFLICT, "the content of " + path + " in this snapshot is gone from HBase"));
  }

  Optional<Body> body(Entry entry) throws IOException {
    if (entry.store() == Entry.Store.HBASE) return small.open(entry.content(), entry.sizeBytes());
    try {
      return Optional.of(Bodies.of(large.open(entry.inode())));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (RemoteException e) {
      if (e.unwrapRemoteException() instanceof FileNotFoundException) return Optional.empty();
      throw e;
    }
  }
}
