package trainyard.api.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.hdfs.protocol.QuotaExceededException;
import org.apache.hadoop.ipc.RemoteException;
import trainyard.api.http.Kind;
import trainyard.api.http.Problem;

/**
 * Finishes what HBase has decided and HDFS has not seen: every step can be done by any replica, and twice. The order of two
 * changes of one path is that of its row; nobody begins a change before the one before is finished.
 */
public final class Settling {
  private static final int MOST_TRIES = 50;
  private final Catalog catalog;
  private final LargeContents large;
  private final SmallContents small;

  Settling(Catalog catalog, LargeContents large, SmallContents small) {
    this.catalog = catalog;
    this.large = large;
    this.small = small;
  }

  /** What is at a path, with nothing left to do. Throws a problem 503 where others change it all the time. */
  public Optional<Entry.Read> settled(FilePath path) throws IOException {
    for (var tries = 0; tries < MOST_TRIES; tries++) {
      var read = catalog.get(path);
      if (read.isEmpty() || read.get().entry().pending() == null) return read;
      var after = finish(read.get());
      if (after.isDone()) return after.read();
    }
    throw busy(path);
  }

  static Problem busy(FilePath path) {
    return Problem.retryAfter(Kind.UNAVAILABLE, path + " is being changed by many at once", 1);
  }

  /** Whether it is finished, and what is there then. Not finished means that another was faster: read again. */
  record Finished(boolean isDone, Optional<Entry.Read> read) {}

  /** Throws, after the path is as it was before, where the file cannot come to its place. */
  Finished finish(Entry.Read read) throws IOException {
    var pending = read.entry().pending();
    if (pending.stage() != null) move(read);
    if (pending.dropInode() != null) large.delete(pending.dropInode());
    if (pending.gone()) return new Finished(catalog.remove(read), Optional.empty());
    var next = catalog.replace(read, read.entry().with((Entry.Pending) null));
    return new Finished(next.isPresent(), next);
  }

  private void move(Entry.Read read) throws IOException {
    var entry = read.entry();
    var pending = entry.pending();
    if (isInPlace(read)) return;
    var before = pending.before();
    try {
      large.publish(pending.stage(), read.path(), before != null && before.store() == Entry.Store.HDFS);
    } catch (IOException thrown) {
      var cause = thrown instanceof RemoteException remote ? remote.unwrapRemoteException() : thrown;
      if (isInPlace(read)) return;
      if (!isFinal(cause)) throw thrown;
      giveUp(read, cause);
    }
  }

  private boolean isInPlace(Entry.Read read) throws IOException {
    return large.inodeAt(read.path()).filter(inode -> inode.equals(read.entry().inode())).isPresent();
  }

  private static boolean isFinal(Throwable cause) {
    return cause instanceof FileAlreadyExistsException || cause instanceof ParentNotDirectoryException
        || cause instanceof QuotaExceededException || cause instanceof FileNotFoundException;
  }

  /** First nobody can move the file any more, then the row is as it was. */
  private void giveUp(Entry.Read read, Exception cause) throws IOException {
    var pending = read.entry().pending();
    large.deleteStaged(pending.stage());
    if (isInPlace(read)) return;
    if (pending.before() == null) catalog.remove(read);
    else catalog.replace(read, pending.before());
    if (cause instanceof QuotaExceededException quota) throw quota;
    throw new Problem(Kind.CONFLICT, cause instanceof FileNotFoundException
        ? "the content of " + read.path() + " is gone from HDFS; upload it again"
        : "something that did not come through this API is at " + read.path() + " or above it in HDFS");
  }

  /** Deletes the content of a file that has no path any more. */
  void discard(Entry.Content content) throws IOException {
    if (content.store() == Entry.Store.HBASE) small.delete(content.id());
    else large.deleteStaged(content.id());
  }
}
