package trainyard.hbase;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.hadoop.hbase.Cell;
import org.apache.hadoop.hbase.CellBuilderFactory;
import org.apache.hadoop.hbase.CellBuilderType;
import org.apache.hadoop.hbase.HConstants;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.ColumnFamilyDescriptorBuilder;
import org.apache.hadoop.hbase.client.Result;
import org.apache.hadoop.hbase.client.TableDescriptorBuilder;
import org.apache.hadoop.hbase.util.Bytes;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trainyard.tool.Answer;
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

  private Content written() throws Exception {
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
    var manifest = written().described().done();
    assertEquals(2, Copies.prove(manifest, folder.toFile()).rows());
    manifest.addProperty("sha256", "00");
    assertEquals("Corrupt", assertThrows(Refusal.class, () -> Copies.prove(manifest, folder.toFile())).kind());
  }

  @Test
  @DisplayName("is refused whichever of its bytes changed, with Hadoop's checksums beside it or without")
  void flipped() throws Exception {
    var manifest = written().described().done();
    var whole = Files.readAllBytes(data().toPath());
    for (var checked : List.of(true, false)) {
      if (!checked) Files.delete(folder.resolve(".rows.seq.crc"));
      for (var at = 0; at < whole.length; at++) {
        var bytes = whole.clone();
        bytes[at] ^= 1;
        Files.write(data().toPath(), bytes);
        var place = at;
        if (checked) assertEquals("Corrupt", assertThrows(Refusal.class, () -> Copies.prove(manifest, folder.toFile()), "byte " + place).kind());
        else assertTrue(refusedOrSame(manifest), "byte " + place);
      }
    }
  }

  /** Without checksums a byte that no reader looks at, as of a sync mark, may change: what is read is the same. */
  private boolean refusedOrSame(com.google.gson.JsonObject manifest) throws Exception {
    try {
      return Copies.prove(manifest, folder.toFile()).equals(Copies.content(manifest));
    } catch (Refusal e) {
      return e.kind().equals("Corrupt");
    }
  }

  @Test
  @DisplayName("is none without its manifest, which is written last")
  void unfinished() throws Exception {
    written();
    var refusal = assertThrows(Refusal.class, () -> Copies.manifest(folder.toFile()));
    assertTrue(refusal.getMessage().contains("no whole copy"), refusal.getMessage());
  }

  @Test
  @DisplayName("brings every setting of the table with it, and another name")
  void table() throws Exception {
    var family = ColumnFamilyDescriptorBuilder.newBuilder(Bytes.toBytes("d")).setTimeToLive(60).setInMemory(true).build();
    var orders = TableDescriptorBuilder.newBuilder(TableName.valueOf("orders")).setColumnFamily(family).setValue("k", "v").build();
    var text = Base64.getEncoder().encodeToString(TableDescriptorBuilder.toByteArray(orders));
    var table = Copies.table(Answer.of("descriptor", text).done());
    assertEquals(orders, table);
    var kept = Copies.keepingAll(TableName.valueOf("drill:t0"), table);
    assertEquals("drill:t0", kept.getTableName().getNameAsString());
    assertEquals("v", kept.getValue("k"));
    assertEquals(HConstants.FOREVER, kept.getColumnFamilies()[0].getTimeToLive());
    assertTrue(kept.getColumnFamilies()[0].isInMemory());
  }

  @Test
  @DisplayName("fails a drill that finds another count, or another hash")
  void compared() throws Exception {
    var copied = new Content(2, 3, "ab");
    Restores.compared(copied, new Content(2, 3, "ab"), folder.toFile());
    for (var found : List.of(new Content(1, 3, "ab"), new Content(2, 2, "ab"), new Content(2, 3, "ac")))
      assertEquals("Corrupt", assertThrows(Refusal.class, () -> Restores.compared(copied, found, folder.toFile())).kind());
  }
}
