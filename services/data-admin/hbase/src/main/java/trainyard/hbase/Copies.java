package trainyard.hbase;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.Connection;
import org.apache.hadoop.hbase.client.Put;
import org.apache.hadoop.hbase.client.Result;
import org.apache.hadoop.hbase.client.Scan;
import trainyard.tool.Answer;
import trainyard.tool.Refusal;
import trainyard.tool.Request;

/** Copies of tables outside of HDFS: a folder with the rows, and a manifest that is written last. */
final class Copies {
  private static final String DATA = "rows.seq";
  private static final String MANIFEST = "manifest.json";
  private static final int BATCH = 500;
  private final Connections connections;
  private final Tables tables;

  Copies(Connections connections, Tables tables) {
    this.connections = connections;
    this.tables = tables;
  }

  /** All versions of all cells of `table`, into a folder that is empty or not there. Copy a clone of a snapshot: tables change. */
  JsonElement write(Request request) throws Exception {
    var name = Tables.name(request, "table");
    var folder = new File(request.text("folder"));
    if (new File(folder, MANIFEST).exists()) throw new Refusal("Exists", folder + " holds a copy already");
    Files.createDirectories(folder.toPath());
    var table = tables.describe(new Request(Answer.of("name", name.getNameAsString()).done()));
    var content = connections.ask((connection, admin) -> copied(connection, name, new File(folder, DATA)));
    var manifest = describe(content).with("table", table).done();
    var aside = new File(folder, MANIFEST + ".unfinished").toPath();
    Files.writeString(aside, manifest + "\n");
    Files.move(aside, folder.toPath().resolve(MANIFEST), StandardCopyOption.ATOMIC_MOVE);
    return manifest;
  }

  /** The rows of a copy into `table`, which is made as the copied one was where it is missing. What is read is proved first. */
  JsonElement read(Request request) throws Exception {
    var name = Tables.name(request, "table");
    var folder = new File(request.text("folder"));
    var manifest = manifest(folder);
    var data = new File(folder, DATA);
    prove(manifest, data);
    var content =
        connections.ask(
            (connection, admin) -> {
              if (!admin.tableExists(name)) tables.create(new Request(wanted(manifest, name)));
              return restored(connection, name, data);
            });
    return describe(content).with("table", name.getNameAsString()).done();
  }

  private static CopyFile.Content copied(Connection connection, TableName name, File file) throws Exception {
    var scan = new Scan().setCaching(BATCH).readAllVersions();
    try (var table = connection.getTable(name);
        var scanner = table.getScanner(scan)) {
      return CopyFile.write(file, scanner::next);
    }
  }

  private static CopyFile.Content restored(Connection connection, TableName name, File file) throws Exception {
    try (var table = connection.getTable(name)) {
      var batch = new ArrayList<Put>();
      var content =
          CopyFile.read(
              file,
              row -> {
                batch.add(put(row));
                if (batch.size() < BATCH) return;
                table.put(batch);
                batch.clear();
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
  static void prove(JsonObject manifest, File data) throws Exception {
    CopyFile.Content found;
    try {
      found = CopyFile.read(data, row -> {});
    } catch (IOException e) {
      throw new Refusal("Corrupt", data + " cannot be read: " + e.getMessage());
    }
    if (!found.sha256().equals(manifest.get("sha256").getAsString()))
      throw new Refusal("Corrupt", data + " is not what " + MANIFEST + " says: " + found.rows() + " rows, another hash");
  }

  static JsonObject manifest(File folder) throws Exception {
    var file = new File(folder, MANIFEST);
    if (!file.exists()) throw new Refusal("NotFound", folder + " holds no whole copy: it has no " + MANIFEST);
    return JsonParser.parseString(Files.readString(file.toPath())).getAsJsonObject();
  }

  /** The request that makes a table like the one of the manifest, by another name. */
  static JsonObject wanted(JsonObject manifest, TableName name) {
    var table = manifest.getAsJsonObject("table");
    return Answer.of("name", name.getNameAsString())
        .with("families", table.get("families"))
        .with("splits", table.get("splits"))
        .done();
  }

  static Answer describe(CopyFile.Content content) {
    return Answer.of("rows", content.rows()).with("cells", content.cells()).with("sha256", content.sha256());
  }
}
