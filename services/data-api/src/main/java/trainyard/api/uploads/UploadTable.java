package trainyard.api.uploads;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.CheckAndMutate;
import org.apache.hadoop.hbase.client.Delete;
import org.apache.hadoop.hbase.client.Get;
import org.apache.hadoop.hbase.client.Put;
import org.apache.hadoop.hbase.client.Result;
import org.apache.hadoop.hbase.client.Scan;
import org.apache.hadoop.hbase.util.Bytes;
import trainyard.api.data.DataLayer;
import trainyard.api.http.Json;

/** The rows of uploads; each write names the revision that it changes. */
final class UploadTable {
  private static final byte[] FAMILY = bytes("m");
  private static final byte[] ENTRY = bytes("entry");
  private static final byte[] REVISION = bytes("revision");
  private final DataLayer layer;
  private final TableName name;

  UploadTable(DataLayer layer, TableName name) {
    this.layer = layer;
    this.name = name;
  }

  Upload.Read create(Upload upload) throws IOException {
    var read = new Upload.Read(UUID.randomUUID().toString(), upload, UUID.randomUUID().toString());
    try (var table = layer.hbase().getTable(name)) {
      table.put(put(read));
    }
    return read;
  }

  Optional<Upload.Read> get(String id) throws IOException {
    try (var table = layer.hbase().getTable(name)) {
      return read(table.get(new Get(bytes(id))));
    }
  }

  /** As it is now, where it was still as it was read. */
  Optional<Upload.Read> replace(Upload.Read before, Upload upload) throws IOException {
    var next = new Upload.Read(before.id(), upload, UUID.randomUUID().toString());
    try (var table = layer.hbase().getTable(name)) {
      var written = table.checkAndMutate(was(before).build(put(next))).isSuccess();
      // HBase's client sends a change again whose answer was lost.
      if (!written) written = read(table.get(new Get(bytes(before.id())))).filter(now -> now.revision().equals(next.revision())).isPresent();
      return written ? Optional.of(next) : Optional.empty();
    }
  }

  boolean remove(Upload.Read before) throws IOException {
    try (var table = layer.hbase().getTable(name)) {
      return table.checkAndMutate(was(before).build(new Delete(bytes(before.id())))).isSuccess();
    }
  }

  List<Upload.Read> all() throws IOException {
    var found = new ArrayList<Upload.Read>();
    try (var table = layer.hbase().getTable(name); var scanner = table.getScanner(new Scan().addFamily(FAMILY).setCaching(500))) {
      for (var result : scanner) read(result).ifPresent(found::add);
    }
    return found;
  }

  private static CheckAndMutate.Builder was(Upload.Read before) {
    return CheckAndMutate.newBuilder(bytes(before.id())).ifEquals(FAMILY, REVISION, bytes(before.revision()));
  }

  private static Put put(Upload.Read read) throws IOException {
    return new Put(bytes(read.id()))
        .addColumn(FAMILY, ENTRY, Json.MAPPER.writeValueAsBytes(read.upload()))
        .addColumn(FAMILY, REVISION, bytes(read.revision()));
  }

  private static Optional<Upload.Read> read(Result result) throws IOException {
    var entry = result.getValue(FAMILY, ENTRY);
    if (entry == null) return Optional.empty();
    var revision = Bytes.toString(result.getValue(FAMILY, REVISION));
    return Optional.of(new Upload.Read(Bytes.toString(result.getRow()), Json.MAPPER.readValue(entry, Upload.class), revision));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
