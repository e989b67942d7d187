package trainyard.api.snapshots;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.CheckAndMutate;
import org.apache.hadoop.hbase.client.Delete;
import org.apache.hadoop.hbase.client.Get;
import org.apache.hadoop.hbase.client.Put;
import org.apache.hadoop.hbase.client.Scan;
import org.apache.hadoop.hbase.filter.KeyOnlyFilter;
import trainyard.api.data.DataLayer;
import trainyard.api.files.Entry;
import trainyard.api.files.FilePath;
import trainyard.api.http.Json;

/** Snapshots (rows `s`, id) and the files of each (rows `m`, id, path). */
final class SnapshotTable {
  private static final byte[] FAMILY = bytes("m");
  private static final byte[] ENTRY = bytes("entry");
  private static final int BATCH = 500;
  private final DataLayer layer;
  private final TableName name;

  SnapshotTable(DataLayer layer, TableName name) {
    this.layer = layer;
    this.name = name;
  }

  void put(Snapshot snapshot) throws IOException {
    try (var table = layer.hbase().getTable(name)) {
      table.put(new Put(key("s", snapshot.id())).addColumn(FAMILY, ENTRY, Json.MAPPER.writeValueAsBytes(snapshot)));
    }
  }

  /** Whether it was still as it was read. */
  boolean replace(Snapshot before, Snapshot after) throws IOException {
    var condition = CheckAndMutate.newBuilder(key("s", before.id())).ifEquals(FAMILY, ENTRY, Json.MAPPER.writeValueAsBytes(before));
    var put = new Put(key("s", after.id())).addColumn(FAMILY, ENTRY, Json.MAPPER.writeValueAsBytes(after));
    try (var table = layer.hbase().getTable(name)) {
      // HBase's client sends a write again whose answer was lost.
      return table.checkAndMutate(condition.build(put)).isSuccess() || get(after.id()).filter(after::equals).isPresent();
    }
  }

  Optional<Snapshot> get(String id) throws IOException {
    try (var table = layer.hbase().getTable(name)) {
      var value = table.get(new Get(key("s", id))).getValue(FAMILY, ENTRY);
      return value == null ? Optional.empty() : Optional.of(Json.MAPPER.readValue(value, Snapshot.class));
    }
  }

  void delete(String id) throws IOException {
    try (var table = layer.hbase().getTable(name)) {
      table.delete(new Delete(key("s", id)));
    }
  }

  List<Snapshot> all() throws IOException {
    var found = new ArrayList<Snapshot>();
    try (var table = layer.hbase().getTable(name); var scanner = table.getScanner(scan("s\0"))) {
      for (var result : scanner) found.add(Json.MAPPER.readValue(result.getValue(FAMILY, ENTRY), Snapshot.class));
    }
    return found;
  }

  void putFiles(String id, List<Entry.Read> files) throws IOException {
    try (var table = layer.hbase().getTable(name)) {
      for (var from = 0; from < files.size(); from += BATCH) {
        var puts = new ArrayList<Put>();
        for (var read : files.subList(from, Math.min(files.size(), from + BATCH)))
          puts.add(new Put(key("m", id, read.path().toString())).addColumn(FAMILY, ENTRY, Json.MAPPER.writeValueAsBytes(read.entry())));
        table.put(puts);
      }
    }
  }

  void deleteFiles(String id) throws IOException {
    try (var table = layer.hbase().getTable(name); var scanner = table.getScanner(scan("m\0" + id + "\0").setFilter(new KeyOnlyFilter()))) {
      for (var results = scanner.next(BATCH); results.length > 0; results = scanner.next(BATCH))
        table.delete(new ArrayList<>(Arrays.stream(results).map(result -> new Delete(result.getRow())).toList()));
    }
  }

  Optional<Entry> file(String id, FilePath path) throws IOException {
    try (var table = layer.hbase().getTable(name)) {
      var value = table.get(new Get(key("m", id, path.toString()))).getValue(FAMILY, ENTRY);
      return value == null ? Optional.empty() : Optional.of(Json.MAPPER.readValue(value, Entry.class));
    }
  }

  /** In the order of the paths' bytes. */
  void files(String id, BiConsumer<FilePath, Entry> consumer) throws IOException {
    var prefix = "m\0" + id + "\0";
    try (var table = layer.hbase().getTable(name); var scanner = table.getScanner(scan(prefix))) {
      for (var result : scanner) {
        var path = new String(result.getRow(), StandardCharsets.UTF_8).substring(prefix.length());
        consumer.accept(FilePath.parse(path, "path"), Json.MAPPER.readValue(result.getValue(FAMILY, ENTRY), Entry.class));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static Scan scan(String prefix) {
    return new Scan().setStartStopRowForPrefixScan(bytes(prefix)).addFamily(FAMILY).setCaching(BATCH);
  }

  private static byte[] key(String... parts) {
    return bytes(String.join("\0", parts));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
