package trainyard.api.tables;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.apache.hadoop.hbase.CellBuilderFactory;
import org.apache.hadoop.hbase.CellBuilderType;
import org.apache.hadoop.hbase.client.AdvancedScanResultConsumer.ScanController;
import org.apache.hadoop.hbase.client.AdvancedScanResultConsumer.ScanResumer;
import org.apache.hadoop.hbase.client.Cursor;
import org.apache.hadoop.hbase.client.Result;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("a page")
class PageReaderTest {
  /** Knows whether the scan was ended. */
  private static final class Controller implements ScanController {
    private boolean ended;

    @Override
    public ScanResumer suspend() {
      throw new AssertionError("a page never waits");
    }

    @Override
    public void terminate() {
      ended = true;
    }

    @Override
    public Optional<Cursor> cursor() {
      return Optional.empty();
    }
  }

  private final Controller controller = new Controller();

  private static Result part(String key, boolean more, int... sizes) {
    var cells = new ArrayList<org.apache.hadoop.hbase.Cell>();
    for (var at = 0; at < sizes.length; at++) {
      cells.add(CellBuilderFactory.create(CellBuilderType.DEEP_COPY)
          .setRow(key.getBytes()).setFamily("d".getBytes()).setQualifier(new byte[] {(byte) at})
          .setTimestamp(1).setType(org.apache.hadoop.hbase.Cell.Type.Put).setValue(new byte[sizes[at]]).build());
    }
    return Result.create(cells, null, false, more);
  }

  private static List<String> keys(Page page) {
    return page.rows().stream().map(row -> new String(row.key())).toList();
  }

  private Page read(PageReader reader, Result... parts) {
    for (var part : parts) {
      if (!controller.ended) reader.onNext(new Result[] {part}, controller);
    }
    reader.onComplete();
    return reader.page().join();
  }

  @Test
  @DisplayName("ends after its rows, and says where the next one begins")
  void rows() {
    var page = read(new PageReader(2, 1000, 1000), part("a", false, 1), part("b", false, 1), part("c", false, 1));
    assertEquals(List.of("a", "b"), keys(page));
    assertArrayEquals("c".getBytes(), page.next());
    assertTrue(controller.ended);
  }

  @Test
  @DisplayName("has no next one where the rows end with it")
  void last() {
    var page = read(new PageReader(2, 1000, 1000), part("a", false, 1), part("b", false, 1));
    assertEquals(List.of("a", "b"), keys(page));
    assertNull(page.next());
    assertFalse(controller.ended);
  }

  @Test
  @DisplayName("ends after the row with which it has enough bytes")
  void bytes() {
    var page = read(new PageReader(10, 100, 1000), part("a", false, 60), part("b", false, 60), part("c", false, 60));
    assertEquals(List.of("a", "b"), keys(page));
    assertArrayEquals("c".getBytes(), page.next());
  }

  @Test
  @DisplayName("puts a row together that comes in parts")
  void parts() {
    var page = read(new PageReader(10, 1000, 1000), part("a", true, 5, 5), part("a", true, 5), part("a", false, 5), part("b", false, 5));
    assertEquals(List.of("a", "b"), keys(page));
    assertEquals(4, page.rows().get(0).cells().size());
  }

  @Test
  @DisplayName("leaves a row to the next one that grows too large for what is left")
  void tooLargeLater() {
    var page = read(new PageReader(10, 1000, 100), part("a", false, 50), part("b", true, 90), part("b", false, 90));
    assertEquals(List.of("a"), keys(page));
    assertArrayEquals("b".getBytes(), page.next());
  }

  @Test
  @DisplayName("refuses a first row that is larger than an answer may be")
  void tooLarge() {
    var reader = new PageReader(10, 1000, 100);
    var failure = assertThrows(CompletionException.class, () -> read(reader, part("a", true, 90), part("a", false, 90)));
    assertEquals(413, ((trainyard.api.http.Problem) failure.getCause()).kind().status());
    assertTrue(controller.ended);
  }

  @Test
  @DisplayName("ends the scan when nobody waits for it any more")
  void abandoned() {
    var reader = new PageReader(10, 1000, 1000);
    reader.page().cancel(false);
    reader.onHeartbeat(controller);
    assertTrue(controller.ended);
  }
}
