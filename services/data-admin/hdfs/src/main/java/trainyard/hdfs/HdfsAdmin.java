package trainyard.hdfs;

import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.PathIsNotEmptyDirectoryException;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.protocol.QuotaExceededException;
import org.apache.hadoop.hdfs.protocol.SnapshotException;
import org.apache.hadoop.hdfs.server.namenode.SafeModeException;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;
import trainyard.tool.Command;
import trainyard.tool.Tool;

/** Administration of HDFS, and what proves it. The configuration is /etc/hadoop's. */
public final class HdfsAdmin {
  private HdfsAdmin() {}

  public static void main(String[] arguments) {
    new Tool(commands(new HdfsConfiguration()), HdfsAdmin::kindOf).main(arguments);
  }

  static Map<String, Command> commands(Configuration configuration) {
    var cluster = new Cluster(configuration);
    var directories = new Directories(configuration);
    var files = new Files(configuration);
    return Map.ofEntries(
        Map.entry("refresh-nodes", cluster::refreshNodes),
        Map.entry("safemode", cluster::safeMode),
        Map.entry("open-files", cluster::openFiles),
        Map.entry("fetch-image", cluster::fetchImage),
        Map.entry("stat", directories::stat),
        Map.entry("mkdir", directories::ensure),
        Map.entry("delete", directories::delete),
        Map.entry("list", directories::list),
        Map.entry("snapshot", directories::snapshot),
        Map.entry("snapshot-delete", directories::deleteSnapshot),
        Map.entry("expire", directories::expire),
        Map.entry("write", files::write),
        Map.entry("append-run", files::appendRun),
        Map.entry("read", files::read),
        Map.entry("checksum", files::checksum));
  }

  static String kindOf(Exception thrown) {
    var cause = thrown instanceof RemoteException remote ? remote.unwrapRemoteException() : thrown;
    if (cause instanceof FileNotFoundException) return "NotFound";
    if (cause instanceof AccessControlException) return "Denied";
    if (cause instanceof QuotaExceededException) return "QuotaExceeded";
    if (cause instanceof SafeModeException) return "SafeMode";
    if (cause instanceof SnapshotException) return "Snapshot";
    if (cause instanceof PathIsNotEmptyDirectoryException) return "NotEmpty";
    if (cause instanceof ConnectException
        || cause instanceof SocketTimeoutException
        || cause instanceof UnknownHostException) return "Unreachable";
    return null;
  }
}
