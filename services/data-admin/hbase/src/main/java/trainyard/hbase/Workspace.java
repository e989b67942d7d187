package trainyard.hbase;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hadoop.hbase.NamespaceDescriptor;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.Admin;
import trainyard.tool.Refusal;

/**
 * Tables and snapshots that a backup, a drill or a restore needs for a while: in namespaces that carry a mark, and under names
 * with a prefix. Whoever holds the shelf clears what an earlier run left, be it killed; nothing without the mark is touched.
 */
final class Workspace {
  private static final String MARK = "trainyard.work";
  private static final String SNAPSHOT = "trainyard-work-";
  private final Admin admin;

  Workspace(Admin admin) {
    this.admin = admin;
  }

  /** An empty namespace with the mark. */
  String namespace(String name) throws Exception {
    if (List.of(admin.listNamespaces()).contains(name))
      throw new Refusal("Exists", "the namespace " + name + " is there already and is not ours to empty");
    admin.createNamespace(NamespaceDescriptor.create(name).addConfiguration(MARK, "yes").build());
    return name;
  }

  /** A name for a snapshot of a while. */
  static String snapshot(String stamp, int number) {
    return SNAPSHOT + stamp + "-" + number;
  }

  /** Tables of users, by name: a TableName itself is in the order of its hash. */
  List<TableName> tables() throws IOException {
    var own = namespaces();
    return Arrays.stream(admin.listTableNames())
        .filter(name -> !own.contains(name.getNamespaceAsString()))
        .sorted(Comparator.comparing(TableName::getNameAsString))
        .toList();
  }

  void clear() throws IOException {
    for (var namespace : namespaces()) {
      for (var table : admin.listTableNamesByNamespace(namespace)) drop(table);
      admin.deleteNamespace(namespace);
    }
    admin.deleteSnapshots(Pattern.compile(Pattern.quote(SNAPSHOT) + ".*"));
  }

  /** Clears after a failure, which stays what is told. */
  void clearAfter(Exception failure) {
    try {
      clear();
    } catch (IOException e) {
      failure.addSuppressed(e);
      Progress.say("what this run made in HBase stays until the next one: " + e.getMessage());
    }
  }

  void drop(TableName table) throws IOException {
    if (admin.isTableEnabled(table)) admin.disableTable(table);
    admin.deleteTable(table);
  }

  private Set<String> namespaces() throws IOException {
    var marked = new HashSet<String>();
    for (var namespace : admin.listNamespaceDescriptors())
      if (namespace.getConfigurationValue(MARK) != null) marked.add(namespace.getName());
    return marked;
  }
}
