package trainyard.hdfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.apache.hadoop.hdfs.server.protocol.NamespaceInfo;
import org.apache.hadoop.ipc.RemoteException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import trainyard.tool.Refusal;
import trainyard.tool.Request;

@DisplayName("hdfs-admin")
class HdfsAdminTest {
  private final List<String> refreshed = new ArrayList<>();
  private final Cluster cluster =
      new Cluster(new Configuration(false), address -> {
        if (address.getPort() == 1) throw new ConnectException("refused");
        refreshed.add(String.valueOf(address.getPort()));
      });

  @Test
  @DisplayName("lets every NameNode read its exclude file")
  void refreshes() throws Exception {
    var answer = cluster.refreshNodes(Request.parse("{\"nameNodes\":[\"localhost:8020\",\"localhost:8021\"]}"));
    assertEquals("{\"refreshed\":[\"localhost:8020\",\"localhost:8021\"]}", answer.toString());
    assertEquals(List.of("8020", "8021"), refreshed);
  }

  @Test
  @DisplayName("names the NameNode that it cannot reach after it has told all others")
  void oneIsAway() throws Exception {
    var asked = Request.parse("{\"nameNodes\":[\"localhost:1\",\"localhost:8021\"]}");
    var refusal = assertThrows(Refusal.class, () -> cluster.refreshNodes(asked));
    assertEquals("Unreachable", refusal.kind());
    assertTrue(refusal.getMessage().contains("not refreshed: localhost:1 (refused)"), refusal.getMessage());
    assertEquals(List.of("8021"), refreshed);
  }

  @Test
  @DisplayName("says of which file system an image is, as a NameNode does in VERSION")
  void version() {
    var is = new NamespaceInfo(7, "lake", "BP-1-10.0.0.1-2", 3L);
    assertEquals(
        "namespaceID=7\nclusterID=lake\ncTime=3\nstorageType=NAME_NODE\nblockpoolID=BP-1-10.0.0.1-2\nlayoutVersion=" + is.getLayoutVersion() + "\n",
        Cluster.version(is));
  }

  @Test
  @DisplayName("understands modes in octal, and refuses others")
  void modes() throws Exception {
    assertEquals(01777, Directories.mode("1777").toShort());
    assertEquals(0750, Directories.mode("0750").toShort());
    for (var wrong : List.of("750x", "0888", "75", "rwxr-xr-x"))
      assertThrows(Refusal.class, () -> Directories.mode(wrong), wrong);
  }

  @Test
  @DisplayName("leaves a quota that is not given, takes away one that is null, and refuses none at all")
  void quotas() throws Exception {
    var asked = Request.parse("{\"spaceQuotaBytes\":null,\"nameQuota\":10,\"wrong\":0}");
    assertEquals(10, Directories.quota(asked, "nameQuota"));
    assertEquals(HdfsConstants.QUOTA_RESET, Directories.quota(asked, "spaceQuotaBytes"));
    assertEquals(HdfsConstants.QUOTA_DONT_SET, Directories.quota(asked, "other"));
    assertThrows(Refusal.class, () -> Directories.quota(asked, "wrong"));
  }

  @Test
  @DisplayName("refuses a path that is not absolute, and to delete the root")
  void paths() throws Exception {
    var directories = new Directories(new Configuration(false));
    assertThrows(Refusal.class, () -> directories.stat(Request.parse("{\"path\":\"a/b\"}")));
    assertThrows(Refusal.class, () -> directories.delete(Request.parse("{\"path\":\"/\",\"recursive\":true}")));
  }

  @Test
  @DisplayName("says the kind of what a NameNode threw")
  void kinds() {
    assertEquals("NotFound", HdfsAdmin.kindOf(new FileNotFoundException("/a")));
    assertEquals("NotFound", HdfsAdmin.kindOf(new RemoteException(FileNotFoundException.class.getName(), "/a")));
    assertEquals("Unreachable", HdfsAdmin.kindOf(new ConnectException()));
    assertNull(HdfsAdmin.kindOf(new IOException("other")));
  }

  @Test
  @DisplayName("works on HDFS only")
  void otherFileSystem() {
    var refusal = assertThrows(IOException.class, () -> Store.open(new Configuration(false)));
    assertTrue(refusal.getMessage().contains("not HDFS"), refusal.getMessage());
  }

  @Test
  @DisplayName("has every command of its contract")
  void commands() {
    var known = HdfsAdmin.commands(new Configuration(false)).keySet();
    var fixed = List.of("refresh-nodes", "stat", "mkdir", "delete", "safemode", "open-files", "write", "read", "checksum",
        "snapshot", "snapshot-delete");
    assertTrue(known.containsAll(fixed), known.toString());
  }
}
