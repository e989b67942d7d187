package trainyard.hbase;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hbase.HBaseConfiguration;
import org.apache.hadoop.hbase.MasterNotRunningException;
import org.apache.hadoop.hbase.TableExistsException;
import org.apache.hadoop.hbase.TableNotFoundException;
import org.apache.hadoop.hbase.ZooKeeperConnectionException;
import org.apache.hadoop.hbase.ipc.CallTimeoutException;
import org.apache.hadoop.hbase.snapshot.SnapshotDoesNotExistException;
import org.apache.hadoop.hbase.snapshot.SnapshotExistsException;
import trainyard.tool.Command;
import trainyard.tool.Tool;

/** Administration of HBase, and what proves it. The configuration is /etc/hbase's. */
public final class HBaseAdmin {
  private HBaseAdmin() {}

  public static void main(String[] arguments) {
    new Tool(commands(HBaseConfiguration.create()), HBaseAdmin::kindOf).main(arguments);
  }

  static Map<String, Command> commands(Configuration configuration) {
    var connections = new Connections(configuration);
    var servers = new Servers(connections);
    var tables = new Tables(connections);
    var rows = new Rows(connections);
    var snapshots = new Snapshots(connections);
    var copies = new Copies(connections);
    var backups = new Backups(connections);
    var restores = new Restores(connections);
    return Map.ofEntries(
        Map.entry("status", servers::status),
        Map.entry("drain", servers::drain),
        Map.entry("recommission", servers::recommission),
        Map.entry("balancer", servers::balancer),
        Map.entry("tables", tables::list),
        Map.entry("table-describe", tables::describe),
        Map.entry("table-create", tables::create),
        Map.entry("table-alter", tables::alter),
        Map.entry("table-delete", tables::delete),
        Map.entry("table-flush", tables::flush),
        Map.entry("table-compact", tables::compact),
        Map.entry("put-rows", rows::put),
        Map.entry("count", rows::count),
        Map.entry("checksum", rows::checksum),
        Map.entry("snapshot", snapshots::take),
        Map.entry("clone", snapshots::copy),
        Map.entry("snapshots", snapshots::list),
        Map.entry("snapshot-delete", snapshots::delete),
        Map.entry("export", copies::write),
        Map.entry("import", copies::read),
        Map.entry("back-up", backups::write),
        Map.entry("copies", backups::list),
        Map.entry("drill", restores::drill),
        Map.entry("restore", restores::restore));
  }

  static String kindOf(Exception thrown) {
    if (thrown instanceof TableNotFoundException) return "TableNotFound";
    if (thrown instanceof TableExistsException) return "TableExists";
    if (thrown instanceof SnapshotDoesNotExistException) return "SnapshotNotFound";
    if (thrown instanceof SnapshotExistsException) return "SnapshotExists";
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof MasterNotRunningException
          || cause instanceof ZooKeeperConnectionException
          || cause instanceof CallTimeoutException
          || cause instanceof ConnectException
          || cause instanceof UnknownHostException) return "Unreachable";
    }
    return null;
  }
}
