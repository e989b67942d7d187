package trainyard.hdfs;

import com.google.gson.JsonElement;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URL;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.NameNodeProxies;
import org.apache.hadoop.hdfs.protocol.ClientProtocol;
import org.apache.hadoop.hdfs.protocol.OpenFilesIterator;
import org.apache.hadoop.hdfs.protocol.OpenFilesIterator.OpenFilesType;
import org.apache.hadoop.hdfs.server.namenode.ImageServlet;
import org.apache.hadoop.hdfs.server.namenode.TransferFsImage;
import org.apache.hadoop.hdfs.server.protocol.NamenodeProtocol;
import org.apache.hadoop.hdfs.server.protocol.NamespaceInfo;
import org.apache.hadoop.hdfs.DFSUtil;
import org.apache.hadoop.hdfs.util.MD5FileUtils;
import org.apache.hadoop.net.NetUtils;
import org.apache.hadoop.security.UserGroupInformation;
import trainyard.tool.Answer;
import trainyard.tool.Refusal;
import trainyard.tool.Request;

/** What concerns the whole file system. */
final class Cluster {
  /** What leads to one NameNode, given as host:port. */
  @FunctionalInterface
  interface NameNodes {
    void refresh(InetSocketAddress nameNode) throws IOException;
  }

  private static final String NEWEST_IMAGE = ImageServlet.PATH_SPEC + "?getimage=1&txid=latest";
  private final Configuration configuration;
  private final NameNodes nameNodes;

  Cluster(Configuration configuration) {
    this(configuration, address -> {
      var user = UserGroupInformation.getCurrentUser();
      var proxy = NameNodeProxies.createNonHAProxy(configuration, address, ClientProtocol.class, user, false);
      proxy.getProxy().refreshNodes();
    });
  }

  Cluster(Configuration configuration, NameNodes nameNodes) {
    this.configuration = configuration;
    this.nameNodes = nameNodes;
  }

  /** Lets every NameNode read its exclude file again. One that cannot be reached is an error after all others have. */
  JsonElement refreshNodes(Request request) throws Refusal {
    var refreshed = new ArrayList<String>();
    var failed = new ArrayList<String>();
    for (var nameNode : request.someTexts("nameNodes")) {
      try {
        nameNodes.refresh(NetUtils.createSocketAddr(nameNode));
        refreshed.add(nameNode);
      } catch (IOException | IllegalArgumentException e) {
        failed.add(nameNode + " (" + firstLine(e) + ")");
      }
    }
    if (failed.isEmpty()) return Answer.of("refreshed", refreshed).done();
    throw new Refusal("Unreachable",
        "not refreshed: " + String.join(", ", failed) + "; refreshed: " + String.join(", ", refreshed));
  }

  JsonElement safeMode(Request request) throws IOException {
    try (var files = Store.open(configuration)) {
      return Answer.of("on", files.setSafeMode(org.apache.hadoop.fs.SafeModeAction.GET)).done();
    }
  }

  /** Files that are being written; with `blocking` (the default) only those that hold up a decommission. */
  JsonElement openFiles(Request request) throws IOException, Refusal {
    var type = request.flag("blocking", true) ? OpenFilesType.BLOCKING_DECOMMISSION : OpenFilesType.ALL_OPEN_FILES;
    var path = request.optionalText("path").orElse(OpenFilesIterator.FILTER_PATH_DEFAULT);
    var open = new ArrayList<Answer>();
    try (var files = Store.open(configuration)) {
      var each = files.listOpenFiles(EnumSet.of(type), path);
      while (each.hasNext()) {
        var entry = each.next();
        open.add(Answer.of("path", entry.getFilePath()).with("client", entry.getClientName()));
      }
    }
    return Answer.of("files", open).done();
  }

  /** Copies the newest image of the name space from a NameNode into a local folder, with its sum and the VERSION that goes with it. */
  JsonElement fetchImage(Request request) throws IOException, Refusal {
    var folder = new File(request.text("folder"));
    if (!folder.isDirectory()) throw new Refusal("NotFound", folder + " is not a folder");
    var before = List.of(names(folder));
    try (var files = Store.open(configuration)) {
      var nameNode = Store.activeNameNode(files);
      var address = DFSUtil.getInfoServer(nameNode, configuration, "http").toURL();
      // With the sum that the NameNode has of it: what came is compared with it.
      var sum = TransferFsImage.doGetUrl(new URL(address + NEWEST_IMAGE), List.of(folder), null, true);
      for (var file : names(folder)) if (file.startsWith("fsimage_")) MD5FileUtils.saveMD5File(new File(folder, file), sum);
      var user = UserGroupInformation.getCurrentUser();
      var asked = NameNodeProxies.createNonHAProxy(configuration, nameNode, NamenodeProtocol.class, user, false).getProxy();
      java.nio.file.Files.writeString(folder.toPath().resolve("VERSION"), version(asked.versionRequest()));
    }
    Function<String, Boolean> isNew = name -> !before.contains(name);
    var fetched = List.of(names(folder)).stream().filter(isNew::apply).toList();
    return Answer.of("files", fetched).done();
  }

  /** As a NameNode has it beside its image. */
  static String version(NamespaceInfo is) {
    return String.join("\n",
        "namespaceID=" + is.getNamespaceID(),
        "clusterID=" + is.getClusterID(),
        "cTime=" + is.getCTime(),
        "storageType=NAME_NODE",
        "blockpoolID=" + is.getBlockPoolID(),
        "layoutVersion=" + is.getLayoutVersion(),
        "");
  }

  private static String[] names(File folder) {
    var names = folder.list();
    return names == null ? new String[0] : names;
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
