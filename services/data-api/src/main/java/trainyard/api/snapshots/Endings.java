package trainyard.api.snapshots;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trainyard.api.files.Entry;
import trainyard.api.files.FilePath;
import trainyard.api.files.FileService;
import trainyard.api.files.Files;

/**
 * How a snapshot goes: its row is marked, contents that nothing else needs go, HDFS's snapshot, the files' rows, the row itself.
 * Every step can be done by any replica, and twice.
 */
final class Endings {
  private static final Logger LOG = LoggerFactory.getLogger(Endings.class);
  private final SnapshotTable table;
  private final FileService service;
  private final Files.Retention retention;
  private final Clock clock;

  Endings(SnapshotTable table, FileService service, Files.Retention retention, Clock clock) {
    this.table = table;
    this.service = service;
    this.retention = retention;
    this.clock = clock;
  }

  /** From now on nobody sees it. False where another was faster: read it again. */
  boolean begin(Snapshot snapshot) throws IOException {
    return snapshot.isDeleted() || table.replace(snapshot, snapshot.deleted(clock.millis()));
  }

  void end(Snapshot marked) throws IOException {
    try {
      table.files(marked.id(), (path, entry) -> {
        try {
          if (entry.store() == Entry.Store.HBASE && !isNeeded(path, entry)) service.small.delete(entry.content());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    service.large.deleteSnapshot(FilePath.parse(marked.path(), "path"), marked.id());
    table.deleteFiles(marked.id());
    table.delete(marked.id());
  }

  /** The file itself is asked first: content that it does not have any more never comes back to it, nor to a later snapshot. */
  private boolean isNeeded(FilePath path, Entry entry) throws IOException {
    var now = service.settling.settled(path);
    if (now.filter(read -> entry.content().equals(read.entry().content())).isPresent()) return true;
    return retention.keeps(path, entry);
  }

  /** Goes on with what a replica that died had begun. */
  void sweep() throws IOException {
    for (var snapshot : table.all()) {
      if (!snapshot.isDeleted() && !(snapshot.isAbandoned(clock.millis()) && begin(snapshot))) continue;
      end(snapshot);
      LOG.info("snapshot {} of {} had no end", snapshot.id(), snapshot.path());
    }
  }
}
