package trainyard.hdfs;

import com.google.gson.JsonElement;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import trainyard.tool.Answer;
import trainyard.tool.Refusal;
import trainyard.tool.Request;

/** Folders: what they are, how they should be, and what in them has expired. */
final class Directories {
  private static final long DAY_MILLIS = 86_400_000L;
  private final Configuration configuration;

  Directories(Configuration configuration) {
    this.configuration = configuration;
  }

  JsonElement stat(Request request) throws IOException, Refusal {
    var path = absolute(request.text("path"));
    try (var files = Store.open(configuration)) {
      return describe(files, path).done();
    }
  }

  /** A folder with this owner, group, mode, quotas and right to snapshots; what is not given is left. A null quota is none. */
  JsonElement ensure(Request request) throws IOException, Refusal {
    var path = absolute(request.text("path"));
    try (var files = Store.open(configuration)) {
      var created = !files.exists(path);
      if (created) files.mkdirs(path);
      else if (!files.getFileStatus(path).isDirectory()) throw new Refusal("NotADirectory", path + " is a file");
      var owner = request.optionalText("owner").orElse(null);
      var group = request.optionalText("group").orElse(null);
      if (owner != null || group != null) files.setOwner(path, owner, group);
      if (request.has("mode")) files.setPermission(path, mode(request.text("mode")));
      if (request.given("nameQuota") || request.given("spaceQuotaBytes"))
        files.setQuota(path, quota(request, "nameQuota"), quota(request, "spaceQuotaBytes"));
      if (request.has("snapshotsAllowed")) allowSnapshots(files, path, request.flag("snapshotsAllowed"));
      return describe(files, path).with("created", created).done();
    }
  }

  JsonElement delete(Request request) throws IOException, Refusal {
    var path = absolute(request.text("path"));
    if (path.isRoot()) throw new Refusal("BadRequest", "the root is not deleted");
    try (var files = Store.open(configuration)) {
      return Answer.of("deleted", files.delete(path, request.flag("recursive", false))).done();
    }
  }

  /** What is in a folder, or `atMost` entries of it: a million of them have no room in this program. */
  JsonElement list(Request request) throws IOException, Refusal {
    var path = absolute(request.text("path"));
    var atMost = request.optionalWhole("atMost").orElse(Long.MAX_VALUE);
    try (var files = Store.open(configuration)) {
      return Answer.of("entries", entries(files.listStatusIterator(path), atMost)).done();
    }
  }

  static List<Answer> entries(RemoteIterator<FileStatus> each, long atMost) throws IOException {
    var entries = new ArrayList<Answer>();
    while (entries.size() < atMost && each.hasNext()) {
      var status = each.next();
      entries.add(Answer.of("name", status.getPath().getName()).with("type", type(status)).with("bytes", status.getLen()));
    }
    return entries;
  }

  JsonElement snapshot(Request request) throws IOException, Refusal {
    var path = absolute(request.text("path"));
    try (var files = Store.open(configuration)) {
      return Answer.of("path", files.createSnapshot(path, request.text("name")).toUri().getPath()).done();
    }
  }

  JsonElement deleteSnapshot(Request request) throws IOException, Refusal {
    var path = absolute(request.text("path"));
    try (var files = Store.open(configuration)) {
      files.deleteSnapshot(path, request.text("name"));
      return Answer.of("deleted", true).done();
    }
  }

  /** Removes files below a folder that nobody has written for `days`; folders and files that are open stay. */
  JsonElement expire(Request request) throws IOException, Refusal {
    var path = absolute(request.text("path"));
    var days = request.whole("days");
    if (days < 1) throw new Refusal("BadRequest", "days must be at least 1");
    var oldest = request.optionalWhole("nowMillis").orElse(System.currentTimeMillis()) - days * DAY_MILLIS;
    try (var files = Store.open(configuration)) {
      return expired(files.listFiles(path, true), oldest, file -> files.isFileClosed(file) && files.delete(file, false)).done();
    }
  }

  /** Whether a file was removed. */
  @FunctionalInterface
  interface Removal {
    boolean remove(Path file) throws IOException;
  }

  /** One after the other as they come: HDFS lists by name, and a million of them at once have no room here. */
  static Answer expired(RemoteIterator<? extends FileStatus> each, long oldest, Removal removal) throws IOException {
    long count = 0;
    long bytes = 0;
    while (each.hasNext()) {
      var file = each.next();
      if (file.getModificationTime() >= oldest || !isRemoved(file.getPath(), removal)) continue;
      count += 1;
      bytes += file.getLen();
    }
    return Answer.of("files", count).with("bytes", bytes);
  }

  /** What somebody else has moved away meanwhile is his affair. */
  private static boolean isRemoved(Path file, Removal removal) throws IOException {
    try {
      return removal.remove(file);
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  private static Answer describe(DistributedFileSystem files, Path path) throws IOException {
    var status = files.getFileStatus(path);
    var used = files.getContentSummary(path);
    return Answer.of("path", path.toString())
        .with("type", type(status))
        .with("owner", status.getOwner())
        .with("group", status.getGroup())
        .with("mode", String.format("%04o", status.getPermission().toShort()))
        .with("nameQuota", limit(used.getQuota()))
        .with("spaceQuotaBytes", limit(used.getSpaceQuota()))
        .with("snapshotsAllowed", status.isSnapshotEnabled())
        .with("spaceUsedBytes", used.getSpaceConsumed());
  }

  private static void allowSnapshots(DistributedFileSystem files, Path path, boolean wanted) throws IOException {
    if (files.getFileStatus(path).isSnapshotEnabled() == wanted) return;
    if (wanted) files.allowSnapshot(path);
    else files.disallowSnapshot(path);
  }

  static FsPermission mode(String text) throws Refusal {
    if (!text.matches("[01]?[0-7]{3}")) throw new Refusal("BadRequest", "mode must be octal, as 0755");
    return new FsPermission(Short.parseShort(text, 8));
  }

  static long quota(Request request, String name) throws Refusal {
    if (!request.given(name)) return HdfsConstants.QUOTA_DONT_SET;
    var limit = request.optionalWhole(name);
    if (limit.isPresent() && limit.getAsLong() < 1) throw new Refusal("BadRequest", name + " must be at least 1, or null");
    return limit.orElse(HdfsConstants.QUOTA_RESET);
  }

  static Path absolute(String text) throws Refusal {
    if (!text.startsWith("/")) throw new Refusal("BadRequest", "path must be absolute, got " + text);
    return new Path(text);
  }

  private static String type(FileStatus status) {
    return status.isDirectory() ? "directory" : "file";
  }

  private static Long limit(long quota) {
    return quota < 0 ? null : quota;
  }
}
