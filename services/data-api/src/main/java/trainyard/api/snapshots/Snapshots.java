package trainyard.api.snapshots;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import trainyard.api.data.DataLayer;
import trainyard.api.files.Entry;
import trainyard.api.files.FilePath;
import trainyard.api.files.FileService;
import trainyard.api.files.Files;
import trainyard.api.http.Kind;
import trainyard.api.http.Problem;

/**
 * Folders as they were: a snapshot of HDFS for large files, contents of HBase that are not deleted for small ones, and a
 * manifest of both that agrees with them file by file.
 */
public final class Snapshots {
  private static final int MOST_TRIES = 5;
  private final SnapshotTable table;
  private final Clock clock;
  private FileService service;
  private Endings endings;

  public Snapshots(DataLayer layer, org.apache.hadoop.hbase.TableName name, Clock clock) {
    this.table = new SnapshotTable(layer, name);
    this.clock = clock;
  }

  public void use(FileService those) {
    this.service = those;
    this.endings = new Endings(table, those, this::keeps, clock);
  }

  /** A snapshot; `isNew` where the folder had changed. */
  public record Taken(Snapshot snapshot, boolean isNew) {}

  public Taken take(FilePath folder, String name) throws IOException {
    service.folders.get(folder);
    var last = list(folder).stream().findFirst();
    if (last.isPresent() && last.get().manifestSha256().equals(settledFiles(folder).sha256(folder))) return new Taken(last.get(), false);
    if (list(folder).stream().anyMatch(one -> one.name().equals(name)))
      throw new Problem(Kind.CONFLICT, folder + " has another snapshot with the name " + name);
    var begun = new Snapshot(UUID.randomUUID().toString(), folder.toString(), name, clock.millis(), null, null, null, null);
    table.put(begun);
    var isDone = false;
    try {
      var manifest = agreed(folder, begun.id());
      table.putFiles(begun.id(), manifest.files());
      var done = begun.done(manifest.files().size(), manifest.totalBytes(), manifest.sha256(folder));
      if (!table.replace(begun, done)) throw Problem.retryAfter(Kind.UNAVAILABLE, folder + " took too long to be kept", 10);
      isDone = true;
      return new Taken(done, true);
    } finally {
      if (!isDone) endings.begin(begun);
    }
  }

  /** What the rows and HDFS say alike. Throws a problem 503 where the folder changes all the time. */
  private Manifest agreed(FilePath folder, String id) throws IOException {
    for (var tries = 0; tries < MOST_TRIES; tries++) {
      settledFiles(folder);
      service.large.takeSnapshot(folder, id);
      var isAgreed = false;
      try {
        var manifest = Manifest.of(files(folder));
        isAgreed = agrees(manifest, id);
        if (isAgreed) return manifest;
      } finally {
        if (!isAgreed) service.large.deleteSnapshot(folder, id);
      }
    }
    throw Problem.retryAfter(Kind.UNAVAILABLE, folder + " changes while it is kept; try again when it is quiet", 10);
  }

  private boolean agrees(Manifest manifest, String id) throws IOException {
    for (var read : manifest.files()) {
      if (read.entry().pending() != null) return false;
      if (read.entry().store() == Entry.Store.HBASE) continue;
      if (service.large.inodeInSnapshot(read.path(), id).filter(inode -> inode.equals(read.entry().inode())).isEmpty()) return false;
    }
    return true;
  }

  private Manifest settledFiles(FilePath folder) throws IOException {
    for (var read : files(folder)) if (read.entry().pending() != null) service.settling.settled(read.path());
    return Manifest.of(files(folder));
  }

  private List<Entry.Read> files(FilePath folder) throws IOException {
    var found = new ArrayList<Entry.Read>();
    service.catalog.below(folder, read -> {
      if (read.entry().isFile() && !(read.entry().pending() != null && read.entry().pending().gone())) found.add(read);
    });
    return found;
  }

  /** Those of a folder, the newest first. */
  public List<Snapshot> list(FilePath folder) throws IOException {
    return table.all().stream().filter(one -> one.isDone() && one.path().equals(folder.toString()))
        .sorted(Comparator.comparingLong(Snapshot::createdMillis).reversed()).toList();
  }

  Snapshot get(String id) throws IOException {
    return table.get(id).filter(Snapshot::isDone).orElseThrow(() -> missing(id));
  }

  /** Deletes it, and what nothing else needs of it. Throws a problem 404. */
  void delete(String id) throws IOException {
    for (var tries = 0; tries < MOST_TRIES; tries++) {
      var snapshot = table.get(id).filter(Snapshot::isTaken).orElseThrow(() -> missing(id));
      if (!endings.begin(snapshot)) continue;
      endings.end(snapshot);
      return;
    }
    throw Problem.retryAfter(Kind.UNAVAILABLE, "snapshot " + id + " is being changed", 1);
  }

  /** Ends what a replica that died had begun. */
  public void sweep() throws IOException {
    endings.sweep();
  }

  private static Problem missing(String id) {
    return new Problem(Kind.NOT_FOUND, "there is no snapshot " + id);
  }

  void lines(Snapshot snapshot, Consumer<String> consumer) throws IOException {
    var folder = FilePath.parse(snapshot.path(), "path");
    table.files(snapshot.id(), (path, entry) -> consumer.accept(Manifest.line(folder, path, entry)));
  }

  /** A file as it was. */
  public Files.Opened open(String id, FilePath path) throws IOException {
    var snapshot = get(id);
    var entry = table.file(id, path).orElseThrow(() -> new Problem(Kind.NOT_FOUND, path + " is not in the snapshot " + snapshot.name()));
    return new Files.Opened(new Entry.Read(path, entry, id), service.files.bodyInSnapshot(path, entry, id));
  }

  /** Whether a small file's content is needed after the file has changed. */
  public boolean keeps(FilePath path, Entry entry) throws IOException {
    for (var snapshot : table.all()) {
      if (!path.isBelow(FilePath.parse(snapshot.path(), "path"))) continue;
      if (snapshot.isDeleted()) continue;
      if (!snapshot.isTaken() && !snapshot.isAbandoned(clock.millis())) return true;
      if (kept(snapshot, path).filter(entry.content()::equals).isPresent()) return true;
    }
    return false;
  }

  private Optional<String> kept(Snapshot snapshot, FilePath path) throws IOException {
    return table.file(snapshot.id(), path).map(Entry::content);
  }
}
