package trainyard.hbase;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import org.apache.hadoop.hbase.HConstants;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.Admin;
import org.apache.hadoop.hbase.client.ColumnFamilyDescriptorBuilder;
import org.apache.hadoop.hbase.client.Connection;
import org.apache.hadoop.hbase.client.Put;
import org.apache.hadoop.hbase.client.Result;
import org.apache.hadoop.hbase.client.TableDescriptor;
import org.apache.hadoop.hbase.client.TableDescriptorBuilder;
import trainyard.tool.Answer;
import trainyard.tool.Refusal;
import trainyard.tool.Request;

/** Copies of tables outside of HDFS: a folder with the rows, and a manifest that is written last. */
final class Copies {
  static final String MANIFEST = "manifest.json";
  private static final String DATA = "rows.seq";
  private static final String CORRUPT = "Corrupt";
  /** Rows are sent when they are so many, or so heavy: the tool's heap is small. */
  private static final int BATCH_ROWS = 500;
  private static final long BATCH_BYTES = 4L << 20;
  private final Connections connections;

  Copies(Connections connections) {
    this.connections = connections;
  }

  /** All versions of all cells of `table`, into a folder that is empty or not there. Copy a clone of a snapshot: tables change. */
  JsonElement write(Request request) throws Exception {
    var name = Tables.name(request, "table");
    var folder = new File(request.text("folder"));
    return connections.ask((connection, admin) -> write(connection, admin, name, name, folder));
  }

  /** The rows of a copy into `table`, which is made as the copied one was where it is missing. What is read is proved first. */
  JsonElement read(Request request) throws Exception {
    var name = Tables.name(request, "table");
    var folder = new File(request.text("folder"));
    var manifest = manifest(folder);
    prove(manifest, folder);
    return connections.ask(
        (connection, admin) -> {
          if (!admin.tableExists(name)) create(admin, TableDescriptorBuilder.copy(name, table(manifest)), manifest);
          return restored(connection, name, folder).described().with("table", name.getNameAsString()).done();
        });
  }

  /** `source`, that may be a clone, in the words of the table `name`. */
  static JsonObject write(Connection connection, Admin admin, TableName source, TableName name, File folder) throws Exception {
    if (new File(folder, MANIFEST).exists()) throw new Refusal("Exists", folder + " holds a copy already");
    Files.createDirectories(folder.toPath());
    var described = Tables.described(connection, admin, source);
    described.addProperty("name", name.getNameAsString());
    var whole = TableDescriptorBuilder.toByteArray(TableDescriptorBuilder.copy(name, admin.getDescriptor(source)));
    Content content;
    try (var table = connection.getTable(source);
        var scanner = table.getScanner(Rows.everything())) {
      var progress = new Progress("copying " + name);
      content = CopyFile.write(new File(folder, DATA), () -> progress.counted(scanner.next()));
    }
    var manifest = content.described().with("table", described).with("descriptor", Base64.getEncoder().encodeToString(whole)).done();
    var aside = new File(folder, MANIFEST + ".unfinished").toPath();
    Files.writeString(aside, manifest + "\n");
    Shelf.sync(folder.toPath());
    Files.move(aside, folder.toPath().resolve(MANIFEST), StandardCopyOption.ATOMIC_MOVE);
    Shelf.sync(folder.toPath());
    return manifest;
  }

  static Content restored(Connection connection, TableName name, File folder) throws Exception {
    try (var table = connection.getTable(name)) {
      var progress = new Progress("filling " + name);
      var batch = new ArrayList<Put>();
      var weight = new long[1];
      var content =
          CopyFile.read(
              new File(folder, DATA),
              row -> {
                var put = put(progress.counted(row));
                batch.add(put);
                weight[0] += put.heapSize();
                if (batch.size() < BATCH_ROWS && weight[0] < BATCH_BYTES) return;
                table.put(batch);
                batch.clear();
                weight[0] = 0;
              });
      if (!batch.isEmpty()) table.put(batch);
      return content;
    }
  }

  static Put put(Result row) throws IOException {
    var put = new Put(row.getRow());
    for (var cell : row.rawCells()) put.add(cell);
    return put;
  }

  /** A copy that is not what its manifest says is refused before anything of it is in a table. */
  static Content prove(JsonObject manifest, File folder) throws Exception {
    var data = new File(folder, DATA);
    Content found;
    try {
      found = CopyFile.read(data, row -> {});
    } catch (IOException | RuntimeException e) {
      throw new Refusal(CORRUPT, data + " cannot be read: " + e.getMessage());
    }
    if (!found.equals(content(manifest)))
      throw new Refusal(CORRUPT, data + " is not what " + MANIFEST + " says: " + found.rows() + " rows, another hash");
    return found;
  }

  static JsonObject manifest(File folder) throws Exception {
    var file = new File(folder, MANIFEST);
    if (!file.exists()) throw new Refusal("NotFound", folder + " holds no whole copy: it has no " + MANIFEST);
    try {
      return JsonParser.parseString(Files.readString(file.toPath())).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException | IOException e) {
      throw new Refusal(CORRUPT, file + " cannot be read: " + e.getMessage());
    }
  }

  static Content content(JsonObject manifest) throws Refusal {
    try {
      return new Content(
          manifest.get("rows").getAsLong(), manifest.get("cells").getAsLong(), manifest.get("sha256").getAsString());
    } catch (RuntimeException e) {
      throw new Refusal(CORRUPT, MANIFEST + " does not say what the copy holds");
    }
  }

  /** The copied table, with all its settings. */
  static TableDescriptor table(JsonObject manifest) throws Refusal {
    try {
      return TableDescriptorBuilder.parseFrom(Base64.getDecoder().decode(manifest.get("descriptor").getAsString()));
    } catch (Exception e) {
      throw new Refusal(CORRUPT, MANIFEST + " does not say what table was copied: " + e.getMessage());
    }
  }

  /** The same table under another name, in which nothing expires: then what it holds can be compared. */
  static TableDescriptor keepingAll(TableName name, TableDescriptor table) {
    var kept = TableDescriptorBuilder.newBuilder(TableDescriptorBuilder.copy(name, table));
    for (var family : table.getColumnFamilies())
      kept.modifyColumnFamily(ColumnFamilyDescriptorBuilder.newBuilder(family).setTimeToLive(HConstants.FOREVER).build());
    return kept.build();
  }

  static void create(Admin admin, TableDescriptor table, JsonObject manifest) throws Exception {
    Tables.ensureNamespace(admin, table.getTableName().getNamespaceAsString());
    var splits = new ArrayList<byte[]>();
    for (var split : manifest.getAsJsonObject("table").getAsJsonArray("splits")) splits.add(Tables.decoded(split.getAsString()));
    if (splits.isEmpty()) admin.createTable(table);
    else admin.createTable(table, splits.toArray(byte[][]::new));
  }
}
