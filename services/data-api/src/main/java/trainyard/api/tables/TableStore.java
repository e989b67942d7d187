package trainyard.api.tables;

import static trainyard.api.tables.HBase.ADMIN;
import static trainyard.api.tables.HBase.await;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.hbase.NamespaceDescriptor;
import org.apache.hadoop.hbase.NamespaceExistException;
import org.apache.hadoop.hbase.client.AsyncAdmin;
import org.apache.hadoop.hbase.client.TableDescriptor;
import org.apache.hadoop.hbase.client.TableDescriptorBuilder;

/** Tables, but for those of HBase itself and of this service: they are as if they were not there. */
public final class TableStore {
  private static final String SYSTEM_SPACE = "hbase";
  private final HBase hbase;
  private final Set<String> hidden;

  /** `ownSpace` is the name space with what this service itself keeps. */
  public TableStore(HBase hbase, String ownSpace) {
    this.hbase = hbase;
    hidden = Set.of(SYSTEM_SPACE, ownSpace);
  }

  /** Whether a table may be spoken of. */
  public boolean shows(TableId table) {
    return !hidden.contains(table.space());
  }

  /** All tables in the order of their names, without splits. */
  public List<Table> list() throws IOException {
    return await(hbase.admin().listTableDescriptors(false), ADMIN).stream()
        .map(table -> new Table(TableId.of(table.getTableName()), families(table), List.of()))
        .filter(table -> shows(table.id()))
        .sorted(java.util.Comparator.comparing(table -> table.id().toString()))
        .toList();
  }

  public Table.Described describe(TableId id) throws IOException {
    var admin = hbase.admin();
    var name = id.hbaseName();
    var table = await(admin.getDescriptor(name), ADMIN);
    var starts = await(hbase.opened().getRegionLocator(name).getStartKeys(), ADMIN);
    var splits = starts.stream().filter(start -> start.length > 0).toList();
    return new Table.Described(new Table(id, families(table), splits), await(admin.isTableEnabled(name), ADMIN));
  }

  /** Makes a table, and its name space where that is missing. */
  public void create(Table table) throws IOException {
    var admin = hbase.admin();
    ensureSpace(admin, table.id().space());
    var descriptor = TableDescriptorBuilder.newBuilder(table.id().hbaseName());
    for (var family : table.families()) descriptor.setColumnFamily(family.descriptor());
    var splits = table.splits().toArray(byte[][]::new);
    await(splits.length == 0 ? admin.createTable(descriptor.build()) : admin.createTable(descriptor.build(), splits), ADMIN);
  }

  /** Disables and removes; what was only disabled by a call that broke off is removed by the next one. */
  public void delete(TableId id) throws IOException {
    var admin = hbase.admin();
    var name = id.hbaseName();
    if (await(admin.isTableEnabled(name), ADMIN)) await(admin.disableTable(name), ADMIN);
    await(admin.deleteTable(name), ADMIN);
  }

  private static List<Family> families(TableDescriptor table) {
    return Arrays.stream(table.getColumnFamilies()).map(Family::of).toList();
  }

  private static void ensureSpace(AsyncAdmin admin, String space) throws IOException {
    if (await(admin.listNamespaces(), ADMIN).contains(space)) return;
    try {
      await(admin.createNamespace(NamespaceDescriptor.create(space).build()), ADMIN);
    } catch (NamespaceExistException e) {
      // Somebody else made it meanwhile.
      return;
    }
  }
}
