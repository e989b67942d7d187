package trainyard.api.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import trainyard.api.http.Kind;
import trainyard.api.http.Problem;

/**
 * Folders. One who puts something in writes it and then looks whether the folders above still stand; one who deletes marks the
 * folder and then looks what is in it: so at least one of two sees the other.
 */
public final class Folders {
  private static final long STUCK_MILLIS = 30_000;
  private final Catalog catalog;
  private final Settling settling;
  private final LargeContents large;
  private final Files files;
  private final Clock clock;

  Folders(Catalog catalog, Settling settling, LargeContents large, Files files, Clock clock) {
    this.catalog = catalog;
    this.settling = settling;
    this.large = large;
    this.files = files;
    this.clock = clock;
  }

  /** The folder, which is there; throws a problem 404 or 409. */
  public Entry.Read get(FilePath path) throws IOException {
    var read = catalog.get(path).orElseThrow(() -> new Problem(Kind.NOT_FOUND, path + " is not there"));
    if (read.isGone()) throw new Problem(Kind.NOT_FOUND, path + " is not there");
    if (read.entry().isFile()) throw new Problem(Kind.CONFLICT, path + " is a file");
    return read;
  }

  /** Whether it was made. */
  public boolean ensure(FilePath path) throws IOException {
    ensureAll(path.ancestors());
    var made = one(path);
    if (made.isEmpty()) return false;
    try {
      requireAll(path, true);
      large.makeFolder(path);
    } catch (IOException | RuntimeException e) {
      catalog.remove(made.get());
      throw e;
    }
    return true;
  }

  /** Makes those that are not there; `folders` go from the root downwards. Answers those that it made. */
  List<FilePath> ensureAll(List<FilePath> folders) throws IOException {
    var made = new ArrayList<FilePath>();
    var there = catalog.get(folders);
    for (var folder : folders) {
      var known = there.get(folder);
      if (known == null || known.isGone() || known.entry().deleting() != null) {
        if (one(folder).isPresent()) made.add(folder);
      } else if (known.entry().isFile()) throw new Problem(Kind.CONFLICT, folder + " is a file, not a folder");
    }
    return made;
  }

  /** Made now, or empty where it was there. */
  private Optional<Entry.Read> one(FilePath path) throws IOException {
    for (var tries = 0; tries < 20; tries++) {
      var made = catalog.create(path, Entry.folder(clock.millis()));
      if (made.isPresent()) return made;
      var known = settling.settled(path);
      if (known.isEmpty()) continue;
      if (known.get().entry().isFile()) throw new Problem(Kind.CONFLICT, path + " is a file, not a folder");
      var deleting = known.get().entry().deleting();
      if (deleting == null) return Optional.empty();
      if (clock.millis() - deleting.sinceMillis() < STUCK_MILLIS) throw goes(path);
      goOn(known.get());
    }
    throw Settling.busy(path);
  }

  private static Problem goes(FilePath path) {
    return new Problem(Kind.CONFLICT, path + " is being deleted").withHeader("Retry-After", "1");
  }

  /** The folders above a path, after something was put there. Throws a problem 409 where one of them goes. */
  List<Entry.Read> requireAll(FilePath path, boolean isNew) throws IOException {
    var there = catalog.get(path.ancestors());
    for (var folder : path.ancestors()) {
      var known = there.get(folder);
      if (isNew && (known == null || known.entry().isFile() || known.entry().deleting() != null)) throw goes(folder);
    }
    return path.ancestors().stream().map(there::get).filter(java.util.Objects::nonNull).toList();
  }

  /** Throws a problem 404 or 409; `recursive` takes everything below with it. */
  public void delete(FilePath path, boolean recursive) throws IOException {
    if (large.hasSnapshots(path)) throw new Problem(Kind.CONFLICT, path + " has snapshots, which go with it; it stays");
    for (var tries = 0; tries < 20; tries++) {
      var read = get(path);
      var mark = new Entry.Deleting(clock.millis(), recursive);
      var marked = catalog.replace(read, read.entry().with(mark));
      if (marked.isEmpty()) continue;
      if (goOn(marked.get())) return;
      throw new Problem(Kind.CONFLICT, path + " is not empty; recursive=true deletes what is in it");
    }
    throw Settling.busy(path);
  }

  /** Goes on with the deletion of a marked folder; false where it is not empty and stays. */
  boolean goOn(Entry.Read marked) throws IOException {
    var path = marked.path();
    var recursive = marked.entry().deleting().recursive();
    if (!recursive && catalog.hasEntries(path)) {
      catalog.replace(marked, marked.entry().with((Entry.Deleting) null));
      return false;
    }
    if (recursive) empty(path);
    // By its inode, of which the row says that it was still there: another may end this deletion, and somebody make the folder anew.
    var inode = large.inodeAt(path);
    if (isMarked(marked)) {
      try {
        if (inode.isPresent()) large.deleteFolder(inode.get(), recursive);
      } catch (IOException e) {
        if (!recursive) catalog.replace(marked, marked.entry().with((Entry.Deleting) null));
        throw e;
      }
      if (catalog.remove(marked)) return true;
    }
    if (isThere(marked)) throw goes(path);
    return true;
  }

  private boolean isMarked(Entry.Read marked) throws IOException {
    return catalog.get(marked.path()).filter(read -> read.revision().equals(marked.revision())).isPresent();
  }

  /** Whether it is still that folder, and not one that was made since. */
  private boolean isThere(Entry.Read marked) throws IOException {
    return catalog.get(marked.path())
        .filter(read -> read.entry().deleting() != null && read.entry().createdMillis() == marked.entry().createdMillis()).isPresent();
  }

  /** Files first, then folders from the deepest: a folder that is still there is always reached from the root. */
  private void empty(FilePath path) throws IOException {
    var folders = new ArrayList<Entry.Read>();
    catalog.below(path, read -> {
      try {
        if (read.entry().isFile()) files.deleteAny(read.path());
        else folders.add(read);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
    folders.sort((a, b) -> b.path().names().size() - a.path().names().size());
    for (var folder : folders) {
      var current = catalog.get(folder.path());
      if (current.isPresent() && !current.get().entry().isFile()) catalog.remove(current.get());
    }
  }
}
