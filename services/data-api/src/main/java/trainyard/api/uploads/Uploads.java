package trainyard.api.uploads;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataOutputStream;
import trainyard.api.files.Entry;
import trainyard.api.files.FilePath;
import trainyard.api.files.FileService;
import trainyard.api.files.Files;
import trainyard.api.files.Precondition;
import trainyard.api.files.Receiving;
import trainyard.api.http.Failures;
import trainyard.api.http.Kind;
import trainyard.api.http.Problem;
import trainyard.api.metrics.Metrics;

/**
 * Uploads that go on after a cut: bytes are appended to a staged file of HDFS, whose length is how far an upload is. One
 * request at a time holds its claim; after a replica's end another takes the file over.
 */
public final class Uploads {
  private static final Duration CLAIM = Duration.ofSeconds(15);
  private static final Duration RENEW = Duration.ofSeconds(5);
  private static final Duration TAKEOVER = Duration.ofSeconds(30);
  private static final int CHUNK = 128 << 10;

  private final UploadTable table;
  private final FileService service;
  private final Receiving receiving;
  private final Metrics metrics;
  private final Clock clock;
  private final Duration lifetime;
  private final long mostBytes;

  public Uploads(UploadTable table, FileService service, Receiving receiving, Metrics metrics, Clock clock, Duration lifetime,
      long mostBytes) {
    this.table = table;
    this.service = service;
    this.receiving = receiving;
    this.metrics = metrics;
    this.clock = clock;
    this.lifetime = lifetime;
    this.mostBytes = mostBytes;
  }

  /** An upload, and the bytes that are kept of it. */
  public record State(Upload.Read read, long offsetBytes) {}

  State begin(FilePath path, Long sizeBytes, String contentType, String sha256, String replaces, String user) throws IOException {
    if (sizeBytes != null && sizeBytes > mostBytes)
      throw new Problem(Kind.TOO_LARGE, "a file must have at most " + mostBytes + " bytes");
    service.files.checkBefore(path, precondition(replaces));
    var now = clock.millis();
    var upload = new Upload(path.toString(), sizeBytes, contentType, sha256, replaces, user, now, now + lifetime.toMillis(), null);
    return new State(table.create(upload), 0);
  }

  /** Throws a problem 404 where it is not there, has ended, or is another user's. */
  State get(String id, String user, boolean isAdmin) throws IOException {
    var read = table.get(id).filter(found -> found.upload().expiresMillis() > clock.millis())
        .filter(found -> isAdmin || found.upload().user().equals(user))
        .orElseThrow(() -> new Problem(Kind.NOT_FOUND, "there is no such upload of " + user + "; it may have ended after its time"));
    return new State(read, length(read));
  }

  private long length(Upload.Read read) throws IOException {
    return service.large.staged(read.stage()).map(status -> status.getLen()).orElse(0L);
  }

  /** Appends what comes. What came before a cut is kept. */
  State append(State state, long offset, InputStream in, long declared) throws IOException {
    var held = claim(state.read());
    try {
      var at = length(held.read);
      if (offset != at)
        throw new Problem(Kind.CONFLICT, "the upload is at " + at + ", not at " + offset).withHeader("Upload-Offset", Long.toString(at));
      var most = held.read.upload().sizeBytes() == null ? mostBytes : held.read.upload().sizeBytes();
      if (declared > 0 && at + declared > most) throw beyond(most);
      write(held, at, most, in);
      return new State(held.read, length(held.read));
    } finally {
      held.release();
    }
  }

  private static Problem beyond(long most) {
    return new Problem(Kind.TOO_LARGE, "the upload must have at most " + most + " bytes");
  }

  private void write(Held held, long at, long most, InputStream in) throws IOException {
    var stage = held.read.stage();
    var chunk = new byte[CHUNK];
    var bytes = at;
    held.isOpen = true;
    FSDataOutputStream out = service.large.staged(stage).isPresent() ? service.large.append(stage) : service.large.create(stage);
    try {
      for (var got = read(in, chunk); got >= 0; got = read(in, chunk)) {
        bytes += got;
        if (bytes > most) throw beyond(most);
        out.write(chunk, 0, got);
        metrics.bytes.labelValues("in", "hdfs").inc(got);
        held.renew();
      }
    } finally {
      out.close();
      held.isOpen = false;
    }
  }

  private static int read(InputStream in, byte[] chunk) throws IOException {
    try {
      return in.read(chunk, 0, chunk.length);
    } catch (IOException e) {
      throw new Failures.CutBody(e);
    }
  }

  /** Makes the file. The upload stays where that is refused, so that it can be tried again. */
  Files.Published publish(State state, String user) throws IOException {
    var held = claim(state.read());
    var isDone = false;
    try {
      var upload = held.read.upload();
      var path = FilePath.parseBelowRoot(upload.path(), "path");
      var precondition = precondition(upload.replaces());
      service.files.checkBefore(path, precondition);
      var bytes = length(held.read);
      if (upload.sizeBytes() != null && upload.sizeBytes() != bytes)
        throw new Problem(Kind.CONTENT_MISMATCH, "the upload has " + bytes + " of " + upload.sizeBytes() + " bytes");
      if (service.large.staged(held.read.stage()).isEmpty()) service.large.create(held.read.stage()).close();
      var content = receiving.settleStaged(held.read.stage(), held::renew);
      if (upload.sha256() != null && !upload.sha256().equalsIgnoreCase(content.sha256())) {
        if (content.store() == Entry.Store.HBASE) service.files.discard(content);
        throw new Problem(Kind.CONTENT_MISMATCH, "the upload has the SHA-256 " + content.sha256() + ", not " + upload.sha256());
      }
      var published = service.files.publishKept(path, content, upload.contentType(), user, precondition);
      isDone = true;
      table.remove(held.read);
      service.large.deleteStaged(held.read.stage());
      return published;
    } finally {
      if (!isDone) held.release();
    }
  }

  void end(State state) throws IOException {
    var held = claim(state.read());
    service.large.deleteStaged(held.read.stage());
    table.remove(held.read);
  }

  /** Ends those whose time is over. Answers how many. */
  public int expire() throws IOException {
    var ended = 0;
    for (var read : table.all()) {
      var claim = read.upload().claim();
      if (read.upload().expiresMillis() > clock.millis() || (claim != null && claim.untilMillis() > clock.millis())) continue;
      service.large.deleteStaged(read.stage());
      if (table.remove(read)) ended += 1;
    }
    return ended;
  }

  private static Precondition precondition(String replaces) {
    return replaces == null ? new Precondition.Absent() : new Precondition.Matches(List.of(replaces));
  }

  private Held claim(Upload.Read read) throws IOException {
    var old = read.upload().claim();
    var now = clock.millis();
    if (old != null && old.untilMillis() > now)
      throw taken(old.untilMillis() - now);
    var mine = new Upload.Claim(UUID.randomUUID().toString(), now + CLAIM.toMillis());
    var next = table.replace(read, read.upload().with(mine))
        .orElseThrow(() -> taken(0));
    if (old != null) takeOver(next);
    return new Held(next);
  }

  /** A caller who comes again when the claim is over takes it: whoever held it may be dead. */
  private static Problem taken(long leftMillis) {
    return Problem.retryAfter(Kind.CONFLICT, "another request writes this upload", (leftMillis + 999) / 1000);
  }

  /** Closes a file that a replica left open when it ended. */
  private void takeOver(Upload.Read read) throws IOException {
    if (service.large.staged(read.stage()).isEmpty()) return;
    var end = System.nanoTime() + TAKEOVER.toNanos();
    while (!service.large.recover(read.stage())) {
      if (System.nanoTime() > end)
        throw Problem.retryAfter(Kind.UNAVAILABLE, "HDFS still closes what was written before the cut", 5);
      try {
        Thread.sleep(500);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }

  /** A claim that this request holds. */
  private final class Held {
    private Upload.Read read;
    private long renewedNanos = System.nanoTime();
    /** While HDFS has the file open for us. One that could not be closed keeps the claim until its end: the next one closes it then. */
    private boolean isOpen;

    private Held(Upload.Read read) {
      this.read = read;
    }

    void renew() throws IOException {
      if (System.nanoTime() - renewedNanos < RENEW.toNanos()) return;
      renewedNanos = System.nanoTime();
      var claim = new Upload.Claim(read.upload().claim().holder(), clock.millis() + CLAIM.toMillis());
      read = table.replace(read, read.upload().with(claim)).orElseThrow(() -> new IOException("another request took the upload over"));
    }

    void release() throws IOException {
      if (!isOpen) table.replace(read, read.upload().with((Upload.Claim) null));
    }
  }
}
