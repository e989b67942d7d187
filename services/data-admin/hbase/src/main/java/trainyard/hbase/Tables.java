package trainyard.hbase;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.apache.hadoop.hbase.NamespaceDescriptor;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.TableNotFoundException;
import org.apache.hadoop.hbase.client.Admin;
import org.apache.hadoop.hbase.client.CompactionState;
import org.apache.hadoop.hbase.client.Connection;
import org.apache.hadoop.hbase.client.TableDescriptorBuilder;
import org.apache.hadoop.hbase.util.Bytes;
import trainyard.tool.Answer;
import trainyard.tool.Refusal;
import trainyard.tool.Request;

/** Tables and their families. */
final class Tables {
  private final Connections connections;

  Tables(Connections connections) {
    this.connections = connections;
  }

  JsonElement list(Request request) throws Exception {
    return connections.ask(
        (connection, admin) ->
            Answer.of("tables", Arrays.stream(admin.listTableNames()).map(TableName::getNameAsString).sorted().toList()).done());
  }

  JsonElement describe(Request request) throws Exception {
    var name = name(request);
    return connections.ask((connection, admin) -> described(connection, admin, name));
  }

  /** A new table; its namespace is made where it is missing. */
  JsonElement create(Request request) throws Exception {
    var name = name(request);
    var table = TableDescriptorBuilder.newBuilder(name);
    for (var family : some(request)) table.setColumnFamily(Families.parse(family, null));
    var splits = new ArrayList<byte[]>();
    for (var split : request.texts("splits")) splits.add(decoded(split));
    return connections.ask(
        (connection, admin) -> {
          ensureNamespace(admin, name.getNamespaceAsString());
          if (splits.isEmpty()) admin.createTable(table.build());
          else admin.createTable(table.build(), splits.toArray(byte[][]::new));
          return described(connection, admin, name);
        });
  }

  /** Families that are given are added or changed; those of `removeFamilies` go with their data; others stay as they are. */
  JsonElement alter(Request request) throws Exception {
    var name = name(request);
    return connections.ask(
        (connection, admin) -> {
          var was = existing(admin, name);
          var table = TableDescriptorBuilder.newBuilder(was);
          for (var wanted : request.objects("families")) {
            var family = was.getColumnFamily(Bytes.toBytes(wanted.text("name")));
            var now = Families.parse(wanted, family);
            if (family == null) table.setColumnFamily(now);
            else table.modifyColumnFamily(now);
          }
          for (var gone : request.texts("removeFamilies")) {
            if (was.hasColumnFamily(Bytes.toBytes(gone))) table.removeColumnFamily(Bytes.toBytes(gone));
          }
          var now = table.build();
          if (!now.equals(was)) admin.modifyTable(now);
          return described(connection, admin, name);
        });
  }

  /** Disables and removes; a table that is only half removed is removed again. */
  JsonElement delete(Request request) throws Exception {
    var name = name(request);
    return connections.ask(
        (connection, admin) -> {
          existing(admin, name);
          if (admin.isTableEnabled(name)) admin.disableTable(name);
          admin.deleteTable(name);
          return Answer.of("deleted", name.getNameAsString()).done();
        });
  }

  JsonElement flush(Request request) throws Exception {
    var name = name(request);
    return connections.ask(
        (connection, admin) -> {
          existing(admin, name);
          admin.flush(name);
          return Answer.of("flushed", name.getNameAsString()).done();
        });
  }

  /** A major compaction, and its end. */
  JsonElement compact(Request request) throws Exception {
    var name = name(request);
    var deadline = System.nanoTime() + request.optionalWhole("timeoutSeconds").orElse(300) * 1_000_000_000L;
    return connections.ask(
        (connection, admin) -> {
          existing(admin, name);
          var before = admin.getLastMajorCompactionTimestamp(name);
          admin.majorCompact(name);
          while (admin.getCompactionState(name) != CompactionState.NONE
              || admin.getLastMajorCompactionTimestamp(name) == before) {
            if (System.nanoTime() > deadline) throw new Refusal("Timeout", "the compaction of " + name + " goes on");
            Thread.sleep(500);
          }
          return Answer.of("compacted", name.getNameAsString()).done();
        });
  }

  static JsonObject described(Connection connection, Admin admin, TableName name) throws Exception {
    var table = existing(admin, name);
    var splits = new ArrayList<String>();
    try (var locator = connection.getRegionLocator(name)) {
      for (var start : locator.getStartKeys()) if (start.length > 0) splits.add(Base64.getEncoder().encodeToString(start));
    }
    return Answer.of("name", name.getNameAsString())
        .with("families", Arrays.stream(table.getColumnFamilies()).map(Families::describe).toList())
        .with("splits", splits)
        .with("enabled", admin.isTableEnabled(name))
        .done();
  }

  private static org.apache.hadoop.hbase.client.TableDescriptor existing(Admin admin, TableName name) throws Exception {
    if (!admin.tableExists(name)) throw new TableNotFoundException(name);
    return admin.getDescriptor(name);
  }

  static void ensureNamespace(Admin admin, String namespace) throws Exception {
    if (!List.of(admin.listNamespaces()).contains(namespace))
      admin.createNamespace(NamespaceDescriptor.create(namespace).build());
  }

  private static List<Request> some(Request request) throws Refusal {
    var families = request.objects("families");
    if (families.isEmpty()) throw new Refusal("BadRequest", "families is missing: a table has at least one");
    return families;
  }

  static TableName name(Request request) throws Refusal {
    return name(request, "name");
  }

  static TableName name(Request request, String field) throws Refusal {
    try {
      return TableName.valueOf(request.text(field));
    } catch (IllegalArgumentException e) {
      throw new Refusal("BadRequest", field + ": " + e.getMessage());
    }
  }

  static byte[] decoded(String text) throws Refusal {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new Refusal("BadRequest", "\"" + text + "\" is not base64");
    }
  }
}
