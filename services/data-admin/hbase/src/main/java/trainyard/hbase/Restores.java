package trainyard.hbase;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.File;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.Admin;
import org.apache.hadoop.hbase.client.Connection;
import org.apache.hadoop.hbase.client.TableDescriptor;
import org.apache.hadoop.hbase.client.TableDescriptorBuilder;
import trainyard.tool.Answer;
import trainyard.tool.Refusal;
import trainyard.tool.Request;

/** What copies are for: tables come back from them, and a drill shows now and then that they would. */
final class Restores {
  private final Connections connections;

  Restores(Connections connections) {
    this.connections = connections;
  }

  /** Every table of a copy into an empty namespace, one after the other; what is there then is compared, and goes. */
  JsonElement drill(Request request) throws Exception {
    return atCopy(
        request,
        (connection, workspace, admin, copy) -> {
          var namespace = workspace.namespace("drill_" + Shelf.stamp(Instant.now()));
          var passed = new ArrayList<Answer>();
          var failed = new ArrayList<String>();
          for (var entry : Index.read(copy)) {
            try {
              var drilled = TableName.valueOf(namespace, "t" + (passed.size() + failed.size()));
              filled(connection, admin, drilled, copy, entry);
              workspace.drop(drilled);
              passed.add(entry.described());
              Progress.say("drill: " + entry.table() + " is as it was");
            } catch (Refusal e) {
              failed.add(entry.table() + ": " + e.getMessage());
              Progress.say("drill: FAILED: " + failed.get(failed.size() - 1));
            }
          }
          if (!failed.isEmpty())
            throw new Refusal("DrillFailed", "copy " + copy.getName() + " would not bring back " + failed.size() + " of "
                + (passed.size() + failed.size()) + " tables: " + String.join("; ", failed)
                + "; run the backup now, and look at its volume");
          return Answer.of("copy", copy.getName()).with("tables", passed).done();
        });
  }

  /** Stands for the table's own name: an environment has no empty values. */
  private static final String ITSELF = "itself";

  /**
   * One table of a copy (`table`), by its own name or `as` another, or all that are missing (`table` = `missing`). A table that is
   * there is never touched; one that comes back is there when it is whole.
   */
  JsonElement restore(Request request) throws Exception {
    var wanted = request.text("table");
    var as = request.optionalText("as").filter(text -> !text.equals(ITSELF));
    return atCopy(
        request,
        (connection, workspace, admin, copy) -> {
          var plan = planned(admin, copy, wanted, as);
          var stamp = Shelf.stamp(Instant.now());
          var namespace = workspace.namespace("restore_" + stamp);
          var done = new ArrayList<Answer>();
          for (var one : plan) {
            var filled = TableName.valueOf(namespace, "t" + done.size());
            var table = filled(connection, admin, filled, copy, one.from());
            admin.modifyTable(TableDescriptorBuilder.copy(filled, table));
            var snapshot = Workspace.snapshot(stamp, done.size());
            admin.snapshot(snapshot, filled);
            Tables.ensureNamespace(admin, one.to().getNamespaceAsString());
            admin.cloneSnapshot(snapshot, one.to());
            done.add(one.from().content().described().with("table", one.to().getNameAsString()));
            Progress.say("restored " + one.to());
          }
          return Answer.of("copy", copy.getName()).with("tables", done).done();
        });
  }

  private record Step(Index.Entry from, TableName to) {}

  private static List<Step> planned(Admin admin, File copy, String wanted, Optional<String> as) throws Exception {
    var known = Index.read(copy);
    if (wanted.equals("missing")) {
      if (as.isPresent()) throw new Refusal("BadRequest", "as is the name of one table; say which one instead of missing");
      var steps = new ArrayList<Step>();
      for (var entry : known) {
        if (admin.tableExists(entry.table())) Progress.say(entry.table() + " is there, and stays as it is");
        else steps.add(new Step(entry, entry.table()));
      }
      return steps;
    }
    var name = Tables.name(new Request(Answer.of("as", as.orElse(wanted)).done()), "as");
    for (var entry : known) {
      if (!entry.table().getNameAsString().equals(wanted)) continue;
      if (!admin.tableExists(name)) return List.of(new Step(entry, name));
      throw new Refusal("TableExists", name + " is there, and a restore never changes a table; delete it, or say as what it comes back");
    }
    var names = known.stream().map(entry -> entry.table().getNameAsString()).toList();
    throw new Refusal("TableNotFound", "copy " + copy.getName() + " has no table " + wanted + "; it has " + String.join(" ", names));
  }

  /** A new table with the rows of a copy, and the proof that they are those that were copied. Its real settings are answered. */
  private static TableDescriptor filled(Connection connection, Admin admin, TableName name, File copy, Index.Entry entry)
      throws Exception {
    var folder = Index.folder(copy, entry.table());
    var manifest = Copies.manifest(folder);
    compared(entry.content(), Copies.prove(manifest, folder), folder);
    var table = Copies.table(manifest);
    Copies.create(admin, Copies.keepingAll(name, table), manifest);
    Copies.restored(connection, name, folder);
    compared(entry.content(), Rows.contentOf(connection, name), folder);
    return table;
  }

  static void compared(Content wanted, Content found, File folder) throws Refusal {
    if (found.equals(wanted)) return;
    throw new Refusal("Corrupt", folder + " gives " + found.rows() + " rows and " + found.cells() + " cells, and " + wanted.rows()
        + " and " + wanted.cells() + " were copied" + (found.rows() == wanted.rows() ? "; the hashes differ" : ""));
  }

  @FunctionalInterface
  private interface Work {
    JsonObject at(Connection connection, Workspace workspace, Admin admin, File copy) throws Exception;
  }

  /** Alone with the copies, and with nothing left behind. */
  private JsonElement atCopy(Request request, Work work) throws Exception {
    var name = request.optionalText("copy").orElse("latest");
    try (var shelf = Shelf.open(new File(request.text("folder")), Backups.WAIT_SECONDS)) {
      var copy = shelf.copy(name);
      return connections.ask(
          (connection, admin) -> {
            var workspace = new Workspace(admin);
            workspace.clear();
            JsonObject told;
            try {
              told = work.at(connection, workspace, admin, copy);
            } catch (Exception e) {
              workspace.clearAfter(e);
              throw e;
            }
            workspace.clear();
            return told;
          });
    }
  }
}
