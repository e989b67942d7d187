package trainyard.hbase;

import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import org.apache.hadoop.hbase.ClusterMetrics;
import org.apache.hadoop.hbase.ClusterMetrics.Option;
import org.apache.hadoop.hbase.ServerName;
import org.apache.hadoop.hbase.client.Admin;
import trainyard.tool.Answer;
import trainyard.tool.Refusal;
import trainyard.tool.Request;

/** Masters and region servers. */
final class Servers {
  private static final EnumSet<Option> ASKED =
      EnumSet.of(
          Option.MASTER,
          Option.BACKUP_MASTERS,
          Option.LIVE_SERVERS,
          Option.DEAD_SERVERS,
          Option.REGIONS_IN_TRANSITION,
          Option.BALANCER_ON);
  private final Connections connections;

  Servers(Connections connections) {
    this.connections = connections;
  }

  JsonElement status(Request request) throws Exception {
    return connections.ask(
        (connection, admin) -> describe(admin.getClusterMetrics(ASKED), admin.listDecommissionedRegionServers()).done());
  }

  /** Marks all as draining in one call, so that none of them is a target, and lets their regions move away. */
  JsonElement drain(Request request) throws Exception {
    var servers = names(request);
    return connections.ask(
        (connection, admin) -> {
          refuseUnknown(servers, admin);
          admin.decommissionRegionServers(servers, true);
          return Answer.of("draining", texts(servers)).done();
        });
  }

  /** Lets servers take regions again; one that is gone has no mark any more. */
  JsonElement recommission(Request request) throws Exception {
    var servers = names(request);
    return connections.ask(
        (connection, admin) -> {
          var marked = new HashSet<>(admin.listDecommissionedRegionServers());
          var done = servers.stream().filter(marked::contains).toList();
          for (var server : done) admin.recommissionRegionServer(server, List.of());
          return Answer.of("recommissioned", texts(done)).done();
        });
  }

  JsonElement balancer(Request request) throws Exception {
    var on = request.flag("on");
    return connections.ask(
        (connection, admin) -> {
          var was = admin.balancerSwitch(on, true);
          return Answer.of("was", was).with("is", admin.isBalancerEnabled()).done();
        });
  }

  static Answer describe(ClusterMetrics metrics, Collection<ServerName> draining) {
    var marked = new HashSet<>(draining);
    var servers =
        metrics.getLiveServerMetrics().entrySet().stream()
            .sorted(Comparator.comparing(entry -> entry.getKey().getServerName()))
            .map(entry -> Answer.of("name", entry.getKey().getServerName())
                .with("host", entry.getKey().getHostname())
                .with("regions", entry.getValue().getRegionMetrics().size())
                .with("draining", marked.contains(entry.getKey())))
            .toList();
    var master = metrics.getMasterName();
    return Answer.of("activeMaster", master == null ? null : master.getServerName())
        .with("backupMasters", texts(metrics.getBackupMasterNames()))
        .with("servers", servers)
        .with("deadServers", texts(metrics.getDeadServerNames()))
        .with("regionsInTransition", metrics.getRegionStatesInTransition().size())
        .with("balancer", Boolean.TRUE.equals(metrics.getBalancerOn()));
  }

  /** HBase itself passes over a server that it does not know with a warning in its log: then nothing would be drained. */
  private static void refuseUnknown(List<ServerName> servers, Admin admin) throws Exception {
    var live = admin.getClusterMetrics(EnumSet.of(Option.LIVE_SERVERS)).getLiveServerMetrics().keySet();
    var unknown = servers.stream().filter(server -> !live.contains(server)).toList();
    if (!unknown.isEmpty())
      throw new Refusal("ServerNotFound", String.join(" ", texts(unknown)) + " is not live; take names from status");
  }

  private static List<ServerName> names(Request request) throws Refusal {
    var names = new ArrayList<ServerName>();
    for (var text : request.someTexts("servers")) {
      if (!text.matches("[^,]+,\\d+,\\d+")) throw new Refusal("BadRequest", "\"" + text + "\" is not host,port,startcode");
      names.add(ServerName.valueOf(text));
    }
    return names;
  }

  private static List<String> texts(Collection<ServerName> names) {
    return names.stream().map(ServerName::getServerName).sorted().toList();
  }
}
