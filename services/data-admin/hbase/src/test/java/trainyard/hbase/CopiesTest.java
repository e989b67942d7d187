package trainyard.hbase;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.hbase.Cell;
import org.apache.hadoop.hbase.CellBuilderFactory;
import org.apache.hadoop.hbase.CellBuilderType;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.Result;
import org.apache.hadoop.hbase.util.Bytes;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trainyard.tool.Refusal;

@DisplayName("A copy of a table")
class CopiesTest {
  @TempDir Path folder;

  private static Cell cell(String row, long time, String value) {
    return CellBuilderFactory.create(CellBuilderType.SHALLOW_COPY)
        .setRow(Bytes.toBytes(row))
        .setFamily(Bytes.toBytes("d"))
        .setQualifier(Bytes.toBytes("q"))
        .setTimestamp(time)
        .setType(Cell.Type.Put)
        .setValue(Bytes.toBytes(value))
        .build();
  }

  private static List<Result> rows() {
    return List.of(
        Result.create(List.of(cell("a", 2, "new"), cell("a", 1, "old"))), Result.create(List.of(cell("b", 1, "ខ្មែរ"))));
  }

  private CopyFile.Content written() throws Exception {
    var each = rows().iterator();
    return CopyFile.write(data(), () -> each.hasNext() ? each.next() : null);
  }

  private File data() {
    return folder.resolve("rows.seq").toFile();
  }

  @Test
  @DisplayName("gives back every version of every cell, with the same hash")
  void roundTrip() throws Exception {
    var written = written();
    var found = new ArrayList<Result>();
    assertEquals(written, CopyFile.read(data(), found::add));
    assertEquals(List.of(2L, 3L), List.of(written.rows(), written.cells()));
    var put = Copies.put(found.get(0));
    assertArrayEquals(Bytes.toBytes("a"), put.getRow());
    assertEquals(2, put.size());
    assertEquals(1L, found.get(0).rawCells()[1].getTimestamp());
  }

  @Test
  @DisplayName("is refused where it has another content than its manifest, or bytes that changed")
  void corrupt() throws Exception {
    var manifest = Copies.describe(written()).done();
    Copies.prove(manifest, data());
    manifest.addProperty("sha256", "00");
    assertEquals("Corrupt", assertThrows(Refusal.class, () -> Copies.prove(manifest, data())).kind());
    var bytes = Files.readAllBytes(data().toPath());
    bytes[bytes.length - 3] ^= 1;
    Files.write(data().toPath(), bytes);
    assertEquals("Corrupt", assertThrows(Refusal.class, () -> Copies.prove(manifest, data())).kind());
  }

  @Test
  @DisplayName("is none without its manifest, which is written last")
  void unfinished() throws Exception {
    written();
    var refusal = assertThrows(Refusal.class, () -> Copies.manifest(folder.toFile()));
    assertTrue(refusal.getMessage().contains("no whole copy"), refusal.getMessage());
  }

  @Test
  @DisplayName("brings the table's families and splits with it")
  void table() throws Exception {
    var manifest = JsonParser.parseString("{\"table\":{\"name\":\"t\",\"families\":[{\"name\":\"d\"}],\"splits\":[\"YQ==\"]}}");
    var wanted = Copies.wanted(manifest.getAsJsonObject(), TableName.valueOf("restored:t"));
    assertEquals("{\"name\":\"restored:t\",\"families\":[{\"name\":\"d\"}],\"splits\":[\"YQ==\"]}", wanted.toString());
  }
}
