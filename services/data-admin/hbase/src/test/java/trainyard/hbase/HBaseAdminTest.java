package trainyard.hbase;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hbase.ClusterMetricsBuilder;
import org.apache.hadoop.hbase.MasterNotRunningException;
import org.apache.hadoop.hbase.ServerMetricsBuilder;
import org.apache.hadoop.hbase.ServerName;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.TableNotFoundException;
import org.apache.hadoop.hbase.client.ColumnFamilyDescriptor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import trainyard.tool.Refusal;
import trainyard.tool.Request;

@DisplayName("hbase-admin")
class HBaseAdminTest {
  private static ColumnFamilyDescriptor family(String json, ColumnFamilyDescriptor was) throws Refusal {
    return Families.parse(Request.parse(json), was);
  }

  @Test
  @DisplayName("describes a family by the fields that make it")
  void roundTrip() throws Exception {
    var json = "{\"name\":\"d\",\"ttlSeconds\":3600,\"maxVersions\":3,\"compression\":\"SNAPPY\","
        + "\"bloomFilter\":\"ROWCOL\",\"mobThresholdBytes\":1024}";
    assertEquals(json, Families.describe(family(json, null)).done().toString());
  }

  @Test
  @DisplayName("leaves what is not given as it was, and takes null for no limit")
  void partial() throws Exception {
    var was = family("{\"name\":\"d\",\"ttlSeconds\":3600,\"maxVersions\":3,\"mobThresholdBytes\":1024}", null);
    var now = Families.describe(family("{\"name\":\"d\",\"ttlSeconds\":null,\"mobThresholdBytes\":null}", was)).done();
    assertTrue(now.get("ttlSeconds").isJsonNull());
    assertTrue(now.get("mobThresholdBytes").isJsonNull());
    assertEquals(3, now.get("maxVersions").getAsInt());
  }

  @Test
  @DisplayName("refuses a codec that HBase does not know, and names those that it does")
  void codec() {
    var refusal = assertThrows(Refusal.class, () -> family("{\"name\":\"d\",\"compression\":\"RAR\"}", null));
    assertTrue(refusal.getMessage().contains("SNAPPY"), refusal.getMessage());
  }

  @Test
  @DisplayName("shows masters, servers with their regions, and which of them drain")
  void status() {
    var one = ServerName.valueOf("one.peers", 16020, 5);
    var two = ServerName.valueOf("two.peers", 16020, 6);
    var metrics =
        ClusterMetricsBuilder.newBuilder()
            .setMasterName(ServerName.valueOf("master-0.peers", 16000, 4))
            .setBackerMasterNames(List.of())
            .setLiveServerMetrics(
                new java.util.HashMap<>(java.util.Map.of(
                    two, ServerMetricsBuilder.newBuilder(two).build(), one, ServerMetricsBuilder.newBuilder(one).build())))
            .setDeadServerNames(List.of())
            .setRegionsInTransition(List.of())
            .setBalancerOn(true)
            .build();
    var told = Servers.describe(metrics, Set.of(two)).done();
    assertEquals("master-0.peers,16000,4", told.get("activeMaster").getAsString());
    assertEquals(
        "[{\"name\":\"one.peers,16020,5\",\"host\":\"one.peers\",\"regions\":0,\"draining\":false},"
            + "{\"name\":\"two.peers,16020,6\",\"host\":\"two.peers\",\"regions\":0,\"draining\":true}]",
        told.get("servers").toString());
    assertTrue(told.get("balancer").getAsBoolean());
    var without = ClusterMetricsBuilder.newBuilder().build();
    assertTrue(Servers.describe(without, Set.of()).done().get("activeMaster").isJsonNull());
    assertFalse(Servers.describe(without, Set.of()).done().get("balancer").getAsBoolean());
  }

  @Test
  @DisplayName("refuses a server without its start code, before it asks anybody")
  void servers() throws Exception {
    var servers = new Servers(new Connections(new Configuration(false)));
    var asked = Request.parse("{\"servers\":[\"one.peers\"]}");
    assertEquals("BadRequest", assertThrows(Refusal.class, () -> servers.drain(asked)).kind());
    assertEquals("BadRequest", assertThrows(Refusal.class, () -> servers.drain(Request.parse("{}"))).kind());
  }

  @Test
  @DisplayName("refuses splits that are not base64 and tables without a family")
  void tables() throws Exception {
    var tables = new Tables(new Connections(new Configuration(false)));
    var split = Request.parse("{\"name\":\"t\",\"families\":[{\"name\":\"d\"}],\"splits\":[\"%\"]}");
    assertTrue(assertThrows(Refusal.class, () -> tables.create(split)).getMessage().contains("base64"));
    var bare = Request.parse("{\"name\":\"t\",\"families\":[]}");
    assertTrue(assertThrows(Refusal.class, () -> tables.create(bare)).getMessage().contains("families"));
  }

  @Test
  @DisplayName("writes values that follow from their row")
  void values() {
    assertArrayEquals(Rows.value(7, 100), Rows.value(7, 100));
    assertFalse(Arrays.equals(Rows.value(7, 100), Rows.value(8, 100)));
  }

  @Test
  @DisplayName("says the kind of what the cluster threw")
  void kinds() {
    assertEquals("TableNotFound", HBaseAdmin.kindOf(new TableNotFoundException(TableName.valueOf("t"))));
    assertEquals("Unreachable", HBaseAdmin.kindOf(new IOException("x", new MasterNotRunningException("gone"))));
    assertNull(HBaseAdmin.kindOf(new IOException("other")));
  }

  @Test
  @DisplayName("has every command of its contract")
  void commands() {
    var known = HBaseAdmin.commands(new Configuration(false)).keySet();
    var fixed = List.of("status", "drain", "recommission", "balancer", "tables", "table-describe", "table-create", "table-alter",
        "table-delete", "put-rows", "count", "checksum", "snapshot", "clone", "snapshot-delete", "back-up", "copies", "drill", "restore");
    assertTrue(known.containsAll(fixed), known.toString());
  }
}
