package trainyard.hbase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.hadoop.hbase.TableName;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trainyard.tool.Refusal;

@DisplayName("A shelf of copies")
class ShelfTest {
  @TempDir Path folder;

  private Shelf open() throws Exception {
    return Shelf.open(folder.toFile(), 0);
  }

  private static void put(Shelf shelf, String name) throws Exception {
    put(shelf, name, "this");
  }

  private static void put(Shelf shelf, String name, String cluster) throws Exception {
    var unfinished = shelf.begin(name);
    Files.writeString(Files.createDirectory(unfinished.resolve("default.orders")).resolve("rows.seq"), "12345");
    Index.write(unfinished, cluster, List.of(new Index.Entry(TableName.valueOf("orders"), new Content(1, 2, "ab"), 5)));
    shelf.publish(unfinished, name);
  }

  @Test
  @DisplayName("shows a copy when it is whole, and removes what a killed run left")
  void whole() throws Exception {
    try (var shelf = open()) {
      var left = shelf.begin("20260101T000000Z");
      assertEquals(List.of(), shelf.copies());
      put(shelf, "20260102T000000Z");
      assertFalse(Files.exists(left));
      assertEquals(List.of("20260102T000000Z"), shelf.copies());
      var found = Index.read(shelf.copy("latest"));
      assertEquals(List.of(new Index.Entry(TableName.valueOf("orders"), new Content(1, 2, "ab"), 5)), found);
    }
  }

  @Test
  @DisplayName("keeps the newest copies, as many as are asked for")
  void prune() throws Exception {
    try (var shelf = open()) {
      for (var day = 1; day <= 4; day++) put(shelf, "2026010" + day + "T000000Z");
      assertEquals(List.of("20260101T000000Z", "20260102T000000Z"), shelf.prune(2, "this"));
      assertEquals(List.of("20260103T000000Z", "20260104T000000Z"), shelf.copies());
      assertEquals(List.of(), shelf.prune(2, "this"));
      assertEquals("20260104T000000Z", shelf.copy("latest").getName());
      var refusal = assertThrows(Refusal.class, () -> shelf.copy("20260101T000000Z"));
      assertTrue(refusal.getMessage().contains("there are: 20260103T000000Z 20260104T000000Z"), refusal.getMessage());
    }
  }

  @Test
  @DisplayName("keeps what an HBase had on a file system that was lost, however many copies the new one makes")
  void pruneOthers() throws Exception {
    try (var shelf = open()) {
      put(shelf, "20260101T000000Z", "lost");
      put(shelf, "20260102T000000Z", "lost");
      for (var day = 3; day <= 5; day++) put(shelf, "2026010" + day + "T000000Z");
      assertEquals(List.of("20260103T000000Z", "20260104T000000Z"), shelf.prune(1, "this"));
      assertEquals(List.of("20260101T000000Z", "20260102T000000Z", "20260105T000000Z"), shelf.copies());
    }
  }

  @Test
  @DisplayName("takes no copy without a row after one with rows")
  void emptied() throws Exception {
    var empty = List.of(new Index.Entry(TableName.valueOf("orders"), new Content(0, 0, ""), 0));
    try (var shelf = open()) {
      Backups.refuseEmptied(shelf, empty); // a first copy may well be empty
      put(shelf, "20260101T000000Z");
      for (var tables : List.of(empty, List.<Index.Entry>of())) {
        var refusal = assertThrows(Refusal.class, () -> Backups.refuseEmptied(shelf, tables));
        assertEquals("Emptied", refusal.kind());
        assertTrue(refusal.getMessage().contains("copy 20260101T000000Z holds 1;"), refusal.getMessage());
      }
      Backups.refuseEmptied(shelf, Index.read(shelf.copy("latest")));
      var unfinished = shelf.begin("20260102T000000Z");
      Index.write(unfinished, "this", empty);
      shelf.publish(unfinished, "20260102T000000Z");
      Backups.refuseEmptied(shelf, empty); // somebody has removed the others, or there were none
    }
  }

  @Test
  @DisplayName("is held by one at a time, and free when he is gone")
  void held() throws Exception {
    try (var shelf = open()) {
      assertEquals("Busy", assertThrows(Refusal.class, this::open).kind());
      assertEquals(List.of(), shelf.copies());
    }
    open().close();
  }

  @Test
  @DisplayName("is none where its folder is not mounted, and has no latest copy before the first")
  void none() throws Exception {
    assertEquals("NotFound", assertThrows(Refusal.class, () -> Shelf.open(folder.resolve("x").toFile(), 0)).kind());
    try (var shelf = open()) {
      assertTrue(assertThrows(Refusal.class, () -> shelf.copy("latest")).getMessage().contains("run the backup first"));
    }
  }

  @Test
  @DisplayName("names copies by their time, so that names are in its order")
  void stamp() {
    assertEquals("20260131T022300Z", Shelf.stamp(Instant.parse("2026-01-31T02:23:00.9Z")));
  }

  @Test
  @DisplayName("misses an index that is damaged")
  void index() throws Exception {
    Files.writeString(folder.resolve("index.json"), "{\"tables\":[{\"table\":\"orders\"}]}");
    assertEquals("Corrupt", assertThrows(Refusal.class, () -> Index.read(folder.toFile())).kind());
    Files.delete(folder.resolve("index.json"));
    assertEquals("Corrupt", assertThrows(Refusal.class, () -> Index.read(folder.toFile())).kind());
  }
}
