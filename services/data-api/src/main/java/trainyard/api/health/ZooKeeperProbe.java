package trainyard.api.health;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Asks every member of the ensemble for its mode: more than half must serve. */
public final class ZooKeeperProbe implements Probes.Probe {
  private static final int TIMEOUT_MILLIS = 2000;
  private final List<InetSocketAddress> members;

  /** `quorum` as hbase.zookeeper.quorum has it: hosts, each with or without a port. */
  public ZooKeeperProbe(String quorum, int port) {
    this.members = List.of(quorum.split(",")).stream().map(String::strip).filter(one -> !one.isEmpty()).map(one -> {
      var colon = one.lastIndexOf(':');
      return colon < 0
          ? InetSocketAddress.createUnresolved(one, port)
          : InetSocketAddress.createUnresolved(one.substring(0, colon), Integer.parseInt(one.substring(colon + 1)));
    }).toList();
  }

  @Override
  public void ask() throws IOException {
    var silent = new ArrayList<String>();
    for (var member : members) if (!serves(member)) silent.add(member.getHostString());
    if (silent.size() * 2 >= members.size())
      throw new IOException(silent.size() + " of " + members.size() + " members do not serve: " + String.join(", ", silent));
  }

  private static boolean serves(InetSocketAddress member) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(member.getHostString(), member.getPort()), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8).contains("Mode: ");
    } catch (IOException e) {
      return false;
    }
  }
}
