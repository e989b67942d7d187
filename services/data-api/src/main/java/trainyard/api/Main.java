package trainyard.api;

import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hbase.TableName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trainyard.api.audit.Audit;
import trainyard.api.data.Configurations;
import trainyard.api.data.DataLayer;
import trainyard.api.data.LiveDataLayer;
import trainyard.api.files.FileRoutes;
import trainyard.api.files.FileService;
import trainyard.api.files.FolderRoutes;
import trainyard.api.files.Receiving;
import trainyard.api.files.Sending;
import trainyard.api.health.HealthRoutes;
import trainyard.api.health.Management;
import trainyard.api.health.Probes;
import trainyard.api.health.ZooKeeperProbe;
import trainyard.api.http.ApiServer;
import trainyard.api.http.OpenApi;
import trainyard.api.http.PageRoutes;
import trainyard.api.http.Routes;
import trainyard.api.limits.InFlight;
import trainyard.api.limits.Rates;
import trainyard.api.metrics.Metrics;
import trainyard.api.security.Gate;
import trainyard.api.security.Passwords;
import trainyard.api.security.SessionRoutes;
import trainyard.api.security.Sessions;
import trainyard.api.security.UsersFile;
import trainyard.api.snapshots.SnapshotRoutes;
import trainyard.api.snapshots.Snapshots;
import trainyard.api.tables.BatchRoutes;
import trainyard.api.tables.HBase;
import trainyard.api.tables.PageTokens;
import trainyard.api.tables.RowRoutes;
import trainyard.api.tables.RowStore;
import trainyard.api.tables.TableRoutes;
import trainyard.api.tables.TableStore;
import trainyard.api.uploads.Sweep;
import trainyard.api.uploads.UploadRoutes;

/** The data API: files and tables over HTTP. */
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  private Main() {}

  public static void main(String[] arguments) {
    try {
      run(Settings.parse(System.getenv()));
    } catch (Settings.SettingsError | IOException e) {
      LOG.error("the data API does not start: {}", e.getMessage());
      System.exit(2);
    }
  }

  private static void run(Settings settings) throws IOException {
    var clock = Clock.systemUTC();
    var metrics = new Metrics();
    var usersFile = new UsersFile(settings.usersFile());
    var key = java.nio.file.Files.readAllBytes(settings.sessionKeyFile());
    var sessions = new Sessions(key, settings.session(), clock);
    var passwords = new Passwords(sessions, clock);
    var gate = new Gate(usersFile, sessions, passwords, clock);
    var hdfs = Configurations.hdfs();
    var hbase = Configurations.hbase();
    var layer = new LiveDataLayer(hdfs, hbase);
    var store = new HBase(hbase);
    var tables = new TableStore(store, settings.namespace());
    var rows = RowStore.gathering(store);
    var rowRoutes = new RowRoutes(rows, tables, new PageTokens(key));
    var probes = new Probes(probes(layer, hbase), metrics, System::nanoTime);
    var inFlight = new InFlight(settings.maxConcurrent());
    var snapshots = new Snapshots(layer, FileService.table(settings.namespace(), "snapshots"), clock);
    var service = new FileService(layer, settings.namespace(), settings.root(), snapshots::keeps, clock);
    snapshots.use(service);
    var receiving = new Receiving(service.small, service.large, metrics, Runtime.getRuntime().maxMemory() / 4);
    var sending = new Sending(metrics);
    var uploads = new UploadRoutes(layer, service, receiving, metrics, clock, settings.upload(), settings.maxUploadBytes());
    var sweep = new Sweep(service, uploads.uploads, layer, clock, settings.upload(), snapshots::sweep);
    // Routes are looked through in this order: those first that are asked for most.
    var subjects = List.<Routes>of(
        rowRoutes,
        new PageRoutes(),
        new OpenApi(),
        new HealthRoutes(probes),
        new SessionRoutes(usersFile, sessions, passwords, settings.session()),
        new FileRoutes(service.files, receiving, sending, snapshots::open, settings.maxUploadBytes()),
        new FolderRoutes(service.catalog, service.folders, service.quotas),
        uploads,
        new SnapshotRoutes(snapshots),
        new TableRoutes(tables),
        new BatchRoutes(rows, tables));
    var server = new ApiServer(settings, gate, new Rates(settings.requestsPerSecond(), System::nanoTime), inFlight, metrics,
        new Audit(metrics, clock, System.out), subjects, List.of(rowRoutes::plain));
    var ready = new AtomicBoolean();
    // Not before, however long it takes: a roll would stop a replica that serves for one that refuses.
    var management = new Management(metrics, () -> ready.get() && layer.isReached());

    layer.start(service::prepare, service::prepare);
    probes.start();
    sweep.start();
    management.start(settings.listen(), settings.managementPort());
    server.start();
    server.warm();
    ready.set(true);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(ready, new Drain(server, inFlight, settings.drain()), management, layer)));
  }

  /** Ends with 0 after a SIGTERM: the JVM by itself would end with 143. */
  private static void end(AtomicBoolean ready, Drain drain, Management management, LiveDataLayer layer) {
    ready.set(false);
    try {
      drain.run();
    } catch (InterruptedException e) {
      LOG.warn("the drain was interrupted");
    }
    management.stop();
    layer.close();
    LOG.info("ended");
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  private static Map<String, Probes.Probe> probes(DataLayer layer, Configuration hbase) {
    var quorum = hbase.get("hbase.zookeeper.quorum", "localhost");
    var port = hbase.getInt("hbase.zookeeper.property.clientPort", 2181);
    var all = new LinkedHashMap<String, Probes.Probe>();
    all.put("hdfs", () -> layer.hdfs().getFileStatus(new org.apache.hadoop.fs.Path("/")));
    all.put("hbase", () -> {
      try (var locator = layer.hbase().getRegionLocator(TableName.META_TABLE_NAME);
          var meta = layer.hbase().getTable(TableName.META_TABLE_NAME)) {
        locator.getRegionLocation(new byte[0], true);
        meta.exists(new org.apache.hadoop.hbase.client.Get(new byte[] {'0'}));
      }
    });
    all.put("zookeeper", new ZooKeeperProbe(quorum, port));
    return all;
  }
}
