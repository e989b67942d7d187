package trainyard.api.uploads;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trainyard.api.data.DataLayer;
import trainyard.api.files.Entry;
import trainyard.api.files.FilePath;
import trainyard.api.files.FileService;
import trainyard.api.files.LargeContents;

/**
 * What a replica that died has left behind: uploads past their time, changes that HDFS has not seen, content without a path,
 * counts of quotas, snapshots half taken or half deleted. Every step can be done by several replicas at once.
 */
public final class Sweep {
  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
  private static final Duration LEFT = Duration.ofMinutes(1);
  private final FileService service;
  private final Uploads uploads;
  private final DataLayer layer;
  private final Clock clock;
  private final Duration lifetime;
  private final Step more;

  /** Of a sweep, by another part of the service. */
  @FunctionalInterface
  public interface Step {
    void run() throws IOException;
  }

  public Sweep(FileService service, Uploads uploads, DataLayer layer, Clock clock, Duration lifetime, Step more) {
    this.service = service;
    this.uploads = uploads;
    this.layer = layer;
    this.clock = clock;
    this.lifetime = lifetime;
    this.more = more;
  }

  public void start() {
    var quarter = lifetime.dividedBy(4);
    var pause = quarter.compareTo(LONGEST_PAUSE) < 0 ? quarter : LONGEST_PAUSE;
    var thread = new Thread(() -> forever(pause), "sweep");
    thread.setDaemon(true);
    thread.start();
  }

  private void forever(Duration pause) {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        Thread.sleep(pause.toMillis());
        once();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (IOException | RuntimeException e) {
        LOG.warn("the sweep did not end, the next one goes on: {}", String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
      }
    }
  }

  void once() throws IOException {
    var ended = uploads.expire();
    if (ended > 0) LOG.info("{} uploads ended after their time", ended);
    var before = clock.millis() - LEFT.toMillis();
    var pending = new ArrayList<FilePath>();
    var quotas = new ArrayList<FilePath>();
    var used = new HashSet<String>();
    service.catalog.below(FilePath.ROOT, read -> {
      var entry = read.entry();
      if (entry.pending() != null && entry.modifiedMillis() < before) pending.add(read.path());
      if (entry.quota() != null) quotas.add(read.path());
      if (entry.store() == Entry.Store.HDFS) used.add(entry.content());
    });
    for (var path : pending) service.settling.settled(path);
    for (var folder : quotas) service.quotas.recount(folder);
    deleteStaged(used);
    more.run();
  }

  /** Staged files that nobody has written for longer than an upload lives, and that no path waits for. */
  private void deleteStaged(HashSet<String> used) throws IOException {
    var before = clock.millis() - lifetime.toMillis() - Duration.ofHours(1).toMillis();
    for (var status : layer.hdfs().listStatus(new Path(LargeContents.staging(service.root()).toString()))) {
      var id = status.getPath().getName();
      if (status.getModificationTime() >= before || used.contains(id)) continue;
      service.large.deleteStaged(id);
      LOG.info("staged file {} had no path", id);
    }
  }
}
