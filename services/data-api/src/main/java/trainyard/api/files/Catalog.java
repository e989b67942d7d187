package trainyard.api.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.CheckAndMutate;
import org.apache.hadoop.hbase.client.Delete;
import org.apache.hadoop.hbase.client.Get;
import org.apache.hadoop.hbase.client.Increment;
import org.apache.hadoop.hbase.client.Put;
import org.apache.hadoop.hbase.client.Result;
import org.apache.hadoop.hbase.client.Scan;
import org.apache.hadoop.hbase.client.Table;
import org.apache.hadoop.hbase.util.Bytes;
import trainyard.api.data.DataLayer;
import trainyard.api.http.Json;

/** The rows of all paths. A write names the revision that it changes: HBase decides which of two writers is first. */
public final class Catalog {
  static final byte[] FAMILY = Keys.bytes("m");
  static final byte[] USED = Keys.bytes("u");
  private static final byte[] ENTRY = Keys.bytes("entry");
  private static final byte[] REVISION = Keys.bytes("revision");
  private static final byte[] FILES = Keys.bytes("files");
  private static final byte[] BYTES = Keys.bytes("bytes");

  /** What is below a folder with a quota. */
  public record Used(long files, long bytes) {}

  private final DataLayer layer;
  private final TableName name;

  public Catalog(DataLayer layer, TableName name) {
    this.layer = layer;
    this.name = name;
  }

  public Optional<Entry.Read> get(FilePath path) throws IOException {
    try (var table = table()) {
      return Optional.ofNullable(read(table.get(get(Keys.of(path)))));
    }
  }

  /** Those that are there. */
  public Map<FilePath, Entry.Read> get(List<FilePath> paths) throws IOException {
    try (var table = table()) {
      var found = new HashMap<FilePath, Entry.Read>();
      for (var result : table.get(paths.stream().map(path -> get(Keys.of(path))).toList())) {
        var read = read(result);
        if (read != null) found.put(read.path(), read);
      }
      return found;
    }
  }

  /** The entry as it is now, where nothing was there before; else empty. */
  Optional<Entry.Read> create(FilePath path, Entry entry) throws IOException {
    var key = Keys.of(path);
    var revision = UUID.randomUUID().toString();
    var written = write(CheckAndMutate.newBuilder(key).ifNotExists(FAMILY, REVISION).build(put(key, entry, revision)));
    return written || is(path, revision) ? Optional.of(new Entry.Read(path, entry, revision)) : Optional.empty();
  }

  /** The same, where the entry was still as it was read. */
  Optional<Entry.Read> replace(Entry.Read before, Entry entry) throws IOException {
    var key = Keys.of(before.path());
    var revision = UUID.randomUUID().toString();
    var condition = CheckAndMutate.newBuilder(key).ifEquals(FAMILY, REVISION, Keys.bytes(before.revision()));
    var written = write(condition.build(put(key, entry, revision)));
    return written || is(before.path(), revision) ? Optional.of(new Entry.Read(before.path(), entry, revision)) : Optional.empty();
  }

  /** Whether it went: it was still as it was read. */
  boolean remove(Entry.Read before) throws IOException {
    var key = Keys.of(before.path());
    var condition = CheckAndMutate.newBuilder(key).ifEquals(FAMILY, REVISION, Keys.bytes(before.revision()));
    return write(condition.build(new Delete(key)));
  }

  /** Whether our own write was there first: HBase's client sends one again whose answer was lost. */
  private boolean is(FilePath path, String revision) throws IOException {
    return get(path).filter(read -> read.revision().equals(revision)).isPresent();
  }

  /** At most `limit` entries of a folder after the name `after` (null: from the first). */
  public List<Entry.Read> list(FilePath folder, String after, int limit) throws IOException {
    var prefix = Keys.entriesOf(folder);
    var scan = scan(prefix).setLimit(limit).setCaching(Math.min(limit, 1000));
    if (after != null) scan.withStartRow(Keys.of(folder.child(after)), false);
    var found = new ArrayList<Entry.Read>();
    each(scan, found::add);
    return found;
  }

  boolean hasEntries(FilePath folder) throws IOException {
    return !list(folder, null, 1).isEmpty();
  }

  /** All that is below a folder, its own entries first; a folder always comes before what is in it. */
  public void below(FilePath folder, Consumer<Entry.Read> consumer) throws IOException {
    if (!folder.isRoot()) each(scan(Keys.entriesOf(folder)), consumer);
    each(scan(Keys.deeperThan(folder)), consumer);
  }

  /** Adds to what is below a folder with a quota, and answers what it is then. */
  Used addUsed(FilePath folder, long files, long bytes) throws IOException {
    try (var table = table()) {
      var result = table.increment(new Increment(Keys.of(folder)).addColumn(USED, FILES, files).addColumn(USED, BYTES, bytes));
      return used(result);
    }
  }

  Used used(FilePath folder) throws IOException {
    try (var table = table()) {
      return used(table.get(new Get(Keys.of(folder)).addFamily(USED)));
    }
  }

  void setUsed(FilePath folder, Used used) throws IOException {
    try (var table = table()) {
      table.put(new Put(Keys.of(folder))
          .addColumn(USED, FILES, Bytes.toBytes(used.files())).addColumn(USED, BYTES, Bytes.toBytes(used.bytes())));
    }
  }

  private static Used used(Result result) {
    return new Used(number(result.getValue(USED, FILES)), number(result.getValue(USED, BYTES)));
  }

  private static long number(byte[] value) {
    return value == null ? 0 : Bytes.toLong(value);
  }

  private Table table() throws IOException {
    return layer.hbase().getTable(name);
  }

  private boolean write(CheckAndMutate change) throws IOException {
    try (var table = table()) {
      return table.checkAndMutate(change).isSuccess();
    }
  }

  private void each(Scan scan, Consumer<Entry.Read> consumer) throws IOException {
    try (var table = table(); var scanner = table.getScanner(scan)) {
      for (var result : scanner) {
        var read = read(result);
        if (read != null) consumer.accept(read);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static Scan scan(byte[] prefix) {
    var end = prefix.clone();
    end[end.length - 1]++;
    return new Scan().withStartRow(prefix).withStopRow(end).addColumn(FAMILY, ENTRY).addColumn(FAMILY, REVISION).setCaching(500);
  }

  private static Get get(byte[] key) {
    return new Get(key).addColumn(FAMILY, ENTRY).addColumn(FAMILY, REVISION);
  }

  private static Put put(byte[] key, Entry entry, String revision) throws IOException {
    return new Put(key)
        .addColumn(FAMILY, ENTRY, Json.MAPPER.writeValueAsBytes(entry))
        .addColumn(FAMILY, REVISION, Keys.bytes(revision));
  }

  /** Null where a row has no entry: only counters. */
  private static Entry.Read read(Result result) {
    if (result == null || result.isEmpty()) return null;
    var entry = result.getValue(FAMILY, ENTRY);
    if (entry == null) return null;
    try {
      return new Entry.Read(Keys.parse(result.getRow()), Json.MAPPER.readValue(entry, Entry.class),
          Bytes.toString(result.getValue(FAMILY, REVISION)));
    } catch (IOException e) {
      throw new UncheckedIOException("row " + Arrays.toString(result.getRow()) + " cannot be read", e);
    }
  }
}
