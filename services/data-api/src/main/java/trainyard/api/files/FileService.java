package trainyard.api.files;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.apache.hadoop.hbase.NamespaceDescriptor;
import org.apache.hadoop.hbase.NamespaceExistException;
import org.apache.hadoop.hbase.NamespaceNotFoundException;
import org.apache.hadoop.hbase.TableExistsException;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.Admin;
import org.apache.hadoop.hbase.client.ColumnFamilyDescriptor;
import org.apache.hadoop.hbase.client.ColumnFamilyDescriptorBuilder;
import org.apache.hadoop.hbase.client.Connection;
import org.apache.hadoop.hbase.client.TableDescriptorBuilder;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.fs.Path;
import trainyard.api.data.DataLayer;

/** The parts of the file side, put together; and what must be in both stores before they work. */
public final class FileService {
  /** Of who finds no memory for a small file: others are read to their ends meanwhile. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  public final Catalog catalog;
  public final SmallContents small;
  public final LargeContents large;
  public final Settling settling;
  public final Quotas quotas;
  public final Files files;
  public final Folders folders;
  private final String namespace;
  private final String root;
  private final Clock clock;

  public FileService(DataLayer layer, String namespace, String root, Files.Retention retention, Clock clock) {
    this(layer, namespace, root, retention, clock, new Memory(Runtime.getRuntime().maxMemory() / 4, PATIENCE));
  }

  FileService(DataLayer layer, String namespace, String root, Files.Retention retention, Clock clock, Memory memory) {
    this.namespace = namespace;
    this.root = root;
    this.clock = clock;
    this.catalog = new Catalog(layer, table("files"));
    this.small = new SmallContents(layer, table("contents"), memory);
    this.large = new LargeContents(layer, root);
    this.settling = new Settling(catalog, large, small);
    this.quotas = new Quotas(catalog);
    this.files = new Files(catalog, settling, quotas, retention, small, large, clock);
    this.folders = new Folders(catalog, settling, large, files, clock);
    files.use(folders);
  }

  public String root() {
    return root;
  }

  public TableName table(String name) {
    return table(namespace, name);
  }

  public static TableName table(String namespace, String name) {
    return TableName.valueOf(namespace, name);
  }

  /** The tables, and the row of the root. Every replica does this at its start; the first one makes them. */
  public void prepare(Connection connection) throws IOException {
    try (var admin = connection.getAdmin()) {
      ensureNamespace(admin);
      ensureTable(admin, table("files"), family(Catalog.FAMILY), family(Catalog.USED));
      ensureTable(admin, table("contents"),
          ColumnFamilyDescriptorBuilder.newBuilder(SmallContents.FAMILY)
              .setMaxVersions(1).setMobEnabled(true).setMobThreshold(SmallContents.MOB_THRESHOLD_BYTES).build());
      ensureTable(admin, table("uploads"), family(Catalog.FAMILY));
      ensureTable(admin, table("snapshots"), family(Catalog.FAMILY));
    }
    new Catalog(new Only(connection), table("files")).create(FilePath.ROOT, Entry.folder(clock.millis()));
  }

  public void prepare(DistributedFileSystem hdfs) throws IOException {
    hdfs.mkdirs(new Path(root));
    hdfs.mkdirs(LargeContents.staging(root));
  }

  private record Only(Connection hbase) implements DataLayer {
    @Override
    public DistributedFileSystem hdfs() {
      throw new IllegalStateException("HDFS is not part of this");
    }
  }

  private void ensureNamespace(Admin admin) throws IOException {
    try {
      admin.getNamespaceDescriptor(namespace);
    } catch (NamespaceNotFoundException missing) {
      try {
        admin.createNamespace(NamespaceDescriptor.create(namespace).build());
      } catch (NamespaceExistException another) {
        // Another replica was faster.
      }
    }
  }

  private static void ensureTable(Admin admin, TableName name, ColumnFamilyDescriptor... families) throws IOException {
    if (admin.tableExists(name)) return;
    try {
      admin.createTable(TableDescriptorBuilder.newBuilder(name).setColumnFamilies(java.util.List.of(families)).build());
    } catch (TableExistsException another) {
      // Another replica was faster.
    }
  }

  private static ColumnFamilyDescriptor family(byte[] name) {
    return ColumnFamilyDescriptorBuilder.newBuilder(name).setMaxVersions(1).build();
  }
}
