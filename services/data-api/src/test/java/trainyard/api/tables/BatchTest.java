package trainyard.api.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import trainyard.api.http.Failures;

@DisplayName("a batch")
class BatchTest {
  private static final TableId TABLE = new TableId("shop", "orders");
  private final MemoryRows memory = new MemoryRows();
  private long now;
  private final HBase hbase = memory.opened();
  private final RowStore rows = new RowStore(hbase, new HBaseSender(hbase), () -> now);

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private List<Outcome> read(int count) throws IOException {
    return rows.batch(TABLE, IntStream.range(0, count)
        .<Operation>mapToObj(at -> new Operation.Read(bytes("row" + at), List.of(), 1)).toList());
  }

  private void write(int count, int bytes) throws IOException {
    for (var at = 0; at < count; at++)
      rows.put(TABLE, new Operation.Write(bytes("row" + at), List.of(new Cell(new Column("d", bytes("v")), new byte[bytes], null))));
  }

  private static List<Integer> statuses(List<Outcome> outcomes) {
    return outcomes.stream().map(one -> one instanceof Outcome.Failed failed ? Failures.problem(failed.cause()).kind().status() : 200).toList();
  }

  @Test
  @DisplayName("begins nothing more where HBase hangs: each part would take its whole time")
  void hangs() throws IOException {
    memory.beforeBatch = () -> now += HBase.WRITE.toNanos();
    var statuses = statuses(read(1000));
    assertEquals(List.of(25, 25), memory.batches);
    assertEquals(List.of(200, 503), List.of(statuses.get(49), statuses.get(50)));
    assertEquals(1000, statuses.size());
  }

  @Test
  @DisplayName("reads no more than an answer may hold, and says of which rows it has not read")
  void large() throws IOException {
    write(100, 1 << 20);
    var statuses = statuses(read(100));
    assertEquals(List.of(25, 25), memory.batches);
    assertEquals(List.of(200, 413, 413), List.of(statuses.get(49), statuses.get(50), statuses.get(99)));
  }

  @Test
  @DisplayName("answers for a thousand small rows")
  void small() throws IOException {
    write(1000, 10);
    assertEquals(1000, statuses(read(1000)).stream().filter(status -> status == 200).count());
  }
}
