package trainyard.hbase;

import com.google.gson.JsonElement;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.apache.hadoop.hbase.ClusterMetrics;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.Admin;
import org.apache.hadoop.hbase.client.Connection;
import trainyard.tool.Answer;
import trainyard.tool.Refusal;
import trainyard.tool.Request;

/** Copies of every table in a folder outside of HDFS: a snapshot of each, a clone of it, and the rows of the clone. */
final class Backups {
  static final long WAIT_SECONDS = 600;
  private final Connections connections;

  Backups(Connections connections) {
    this.connections = connections;
  }

  /** One copy of all tables in `folder`, whole or not there; then the oldest go until `keep` are left. */
  JsonElement write(Request request) throws Exception {
    var folder = new File(request.text("folder"));
    var keep = (int) request.whole("keep");
    if (keep < 1) throw new Refusal("BadRequest", "keep must be at least 1, got " + keep);
    try (var shelf = Shelf.open(folder, WAIT_SECONDS)) {
      return connections.ask((connection, admin) -> written(connection, admin, shelf, keep));
    }
  }

  /** Whole copies, and the tables of each. */
  JsonElement list(Request request) throws Exception {
    var copies = new ArrayList<Answer>();
    try (var shelf = Shelf.open(new File(request.text("folder")), WAIT_SECONDS)) {
      for (var name : shelf.copies()) {
        var folder = shelf.copy(name);
        copies.add(Answer.of("copy", name).with("bytes", Shelf.bytesOf(folder.toPath())).with("tables", described(Index.read(folder))));
      }
      return Answer.of("copies", copies).with("freeBytes", shelf.freeBytes()).done();
    }
  }

  private static JsonElement written(Connection connection, Admin admin, Shelf shelf, int keep) throws Exception {
    var workspace = new Workspace(admin);
    workspace.clear();
    refuseFull(shelf);
    var cluster = admin.getClusterMetrics(EnumSet.of(ClusterMetrics.Option.CLUSTER_ID)).getClusterId();
    var stamp = Shelf.stamp(Instant.now());
    var unfinished = shelf.begin(stamp);
    var tables = new ArrayList<Index.Entry>();
    try {
      var clones = workspace.namespace("backup_" + stamp);
      for (var table : workspace.tables()) {
        var clone = TableName.valueOf(clones, "t" + tables.size());
        var snapshot = Workspace.snapshot(stamp, tables.size());
        if (!isCloned(admin, table, snapshot, clone)) continue;
        Progress.say("copying " + table);
        var target = Index.folder(unfinished.toFile(), table);
        var content = Copies.content(Copies.write(connection, admin, clone, table, target));
        workspace.drop(clone);
        admin.deleteSnapshot(snapshot);
        tables.add(new Index.Entry(table, content, Shelf.bytesOf(target.toPath())));
        Progress.say("copied " + table + ": " + content.rows() + " rows");
      }
      refuseEmptied(shelf, tables);
      Index.write(unfinished, cluster, tables);
      shelf.publish(unfinished, stamp);
    } catch (Exception e) {
      workspace.clearAfter(e);
      Shelf.remove(unfinished);
      throw isFull(e) ? full(unfinished) : e;
    }
    workspace.clear();
    var removed = shelf.prune(keep, cluster);
    return Answer.of("copy", stamp).with("tables", described(tables)).with("removed", removed).with("freeBytes", shelf.freeBytes()).done();
  }

  /**
   * An HBase that has lost its data (a file system that was formatted anew) would be copied night after night, until the last copy
   * with rows is pushed out and `latest` brings nothing back.
   */
  static void refuseEmptied(Shelf shelf, List<Index.Entry> tables) throws Exception {
    if (rowsOf(tables) > 0 || shelf.copies().isEmpty()) return;
    var last = shelf.copy("latest");
    var rows = rowsOf(Index.read(last));
    if (rows == 0) return;
    throw new Refusal("Emptied", "HBase holds no row, and copy " + last.getName() + " holds " + rows + "; no copy is made and none is"
        + " removed. Bring the tables back by the restore Job; or, where they were emptied on purpose, remove the copies with rows");
  }

  private static long rowsOf(List<Index.Entry> tables) {
    return tables.stream().mapToLong(entry -> entry.content().rows()).sum();
  }

  /** A table that is dropped while the others are copied is none to copy. */
  private static boolean isCloned(Admin admin, TableName table, String snapshot, TableName clone) throws IOException {
    try {
      admin.snapshot(snapshot, table);
    } catch (IOException e) {
      if (admin.tableExists(table)) throw e;
      Progress.say(table + " is gone: " + e.getMessage());
      return false;
    }
    admin.cloneSnapshot(snapshot, clone);
    return true;
  }

  private static List<Answer> described(List<Index.Entry> tables) {
    return tables.stream().map(Index.Entry::described).toList();
  }

  /** The next copy is taken to be as large as the last one. */
  private static void refuseFull(Shelf shelf) throws Exception {
    var known = shelf.copies();
    if (known.isEmpty()) return;
    var last = Shelf.bytesOf(shelf.copy("latest").toPath());
    var free = shelf.freeBytes();
    if (free < last) throw noSpace(free + " bytes are free and the last copy has " + last);
  }

  /** What is free by now is not said: a file system may give the room of a removed file back later. */
  private static Refusal full(Path unfinished) {
    return noSpace("the disk ran full while " + unfinished.getFileName() + " was written, which is gone again");
  }

  private static Refusal noSpace(String why) {
    return new Refusal("NoSpace", "no room for a copy: " + why
        + "; the copies that are there are whole. Raise backup.storageGiB, or lower backup.keepCopies and remove a folder");
  }

  /** Java has no class of its own for it. */
  private static boolean isFull(Throwable thrown) {
    for (var cause = thrown; cause != null; cause = cause.getCause())
      if (String.valueOf(cause.getMessage()).contains("No space left on device")) return true;
    return false;
  }
}
