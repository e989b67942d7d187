package trainyard.hbase;

import com.google.gson.JsonElement;
import org.apache.hadoop.hbase.client.SnapshotDescription;
import trainyard.tool.Answer;
import trainyard.tool.Request;

/** Snapshots: metadata of a moment, and tables made of them. */
final class Snapshots {
  private final Connections connections;

  Snapshots(Connections connections) {
    this.connections = connections;
  }

  JsonElement take(Request request) throws Exception {
    var table = Tables.name(request, "table");
    var name = request.text("name");
    return connections.ask(
        (connection, admin) -> {
          admin.snapshot(name, table);
          return Answer.of("name", name).with("table", table.getNameAsString()).done();
        });
  }

  /** A new table `table` with the content of the snapshot `name`. */
  JsonElement copy(Request request) throws Exception {
    var name = request.text("name");
    var table = Tables.name(request, "table");
    return connections.ask(
        (connection, admin) -> {
          admin.cloneSnapshot(name, table);
          return Answer.of("table", table.getNameAsString()).done();
        });
  }

  JsonElement list(Request request) throws Exception {
    return connections.ask(
        (connection, admin) ->
            Answer.of("snapshots", admin.listSnapshots().stream().map(Snapshots::described).toList()).done());
  }

  /** What is gone is deleted. */
  JsonElement delete(Request request) throws Exception {
    var name = request.text("name");
    return connections.ask(
        (connection, admin) -> {
          var found = admin.listSnapshots().stream().anyMatch(snapshot -> snapshot.getName().equals(name));
          if (found) admin.deleteSnapshot(name);
          return Answer.of("deleted", found).done();
        });
  }

  private static Answer described(SnapshotDescription snapshot) {
    return Answer.of("name", snapshot.getName())
        .with("table", snapshot.getTableNameAsString())
        .with("createdMillis", snapshot.getCreationTime());
  }
}
