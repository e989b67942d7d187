package trainyard.hbase;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.hbase.TableName;
import trainyard.tool.Answer;
import trainyard.tool.Refusal;

/** The tables of a copy: each has a folder, and what it holds is said once more here, so that a folder that is lost is missed. */
final class Index {
  private static final String FILE = "index.json";

  private Index() {}

  record Entry(TableName table, Content content, long bytes) {
    Answer described() {
      return content.described().with("table", table.getNameAsString()).with("bytes", bytes);
    }
  }

  /** `cluster`: the id that HBase made with its first start on a file system. */
  static void write(Path copy, String cluster, List<Entry> entries) throws IOException {
    var text = Answer.of("cluster", cluster).with("tables", entries.stream().map(Entry::described).toList()).done();
    Files.writeString(copy.resolve(FILE), text + "\n");
  }

  /** Whether a copy is of another HBase, as far as it says so. */
  static boolean isOfOther(File copy, String cluster) {
    try {
      var text = Files.readString(copy.toPath().resolve(FILE));
      return JsonParser.parseString(text).getAsJsonObject().get("cluster") instanceof JsonPrimitive said
          && !said.getAsString().equals(cluster);
    } catch (IOException | JsonParseException | IllegalStateException e) {
      return false;
    }
  }

  static List<Entry> read(File copy) throws Refusal {
    try {
      var text = Files.readString(copy.toPath().resolve(FILE));
      var entries = new ArrayList<Entry>();
      for (var one : JsonParser.parseString(text).getAsJsonObject().getAsJsonArray("tables")) {
        JsonObject entry = one.getAsJsonObject();
        var name = TableName.valueOf(entry.get("table").getAsString());
        entries.add(new Entry(name, Copies.content(entry), entry.get("bytes").getAsLong()));
      }
      return entries;
    } catch (IOException | JsonParseException | IllegalStateException | IllegalArgumentException | NullPointerException e) {
      throw new Refusal("Corrupt", new File(copy, FILE) + " cannot be read: " + e.getMessage());
    }
  }

  /** `default.orders` for `orders`: a namespace has no dot. */
  static File folder(File copy, TableName table) {
    return new File(copy, table.getNamespaceAsString() + "." + table.getQualifierAsString());
  }
}
