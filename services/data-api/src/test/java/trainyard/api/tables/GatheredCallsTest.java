package trainyard.api.tables;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.hadoop.hbase.Cell;
import org.apache.hadoop.hbase.CellBuilderFactory;
import org.apache.hadoop.hbase.CellBuilderType;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.Delete;
import org.apache.hadoop.hbase.client.Get;
import org.apache.hadoop.hbase.client.Mutation;
import org.apache.hadoop.hbase.client.Put;
import org.apache.hadoop.hbase.client.Result;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("operations of rows")
class GatheredCallsTest {
  private static final TableName TABLE = TableName.valueOf("shop", "orders");
  private static final Duration TIME = Duration.ofMinutes(10);

  /** The first letter of a row names its region, which is not known of those that begin with ?. Calls end when the test says so. */
  private static final class Wire implements Sender {
    record Call(String said, List<byte[]> rows, List<CompletableFuture<Result>> answers) {
      void end() {
        for (var at = 0; at < rows.size(); at++) answers.get(at).complete(found(rows.get(at)));
      }

      void fail(String why) {
        for (var answer : answers) answer.completeExceptionally(new IOException(why));
      }
    }

    private final ArrayDeque<Call> calls = new ArrayDeque<>();

    Call next() {
      return calls.remove();
    }

    @Override
    public Optional<String> region(TableName table, byte[] row) {
      return row[0] == '?' ? Optional.empty() : Optional.of(text(row).substring(0, 1));
    }

    @Override
    public CompletableFuture<Result> read(TableName table, Get get, Duration time) {
      return sent("get", List.of(get.getRow())).get(0);
    }

    @Override
    public CompletableFuture<?> change(TableName table, Mutation change, Duration time) {
      return sent(change instanceof Delete ? "delete" : "put", List.of(change.getRow())).get(0);
    }

    @Override
    public List<CompletableFuture<Result>> read(TableName table, List<Get> gets) {
      return sent("gets", gets.stream().map(Get::getRow).toList());
    }

    @Override
    public List<CompletableFuture<Object>> change(TableName table, List<Mutation> changes) {
      return sent("changes", changes.stream().map(Mutation::getRow).toList()).stream()
          .map(answer -> answer.<Object>thenApply(row -> row)).toList();
    }

    private List<CompletableFuture<Result>> sent(String what, List<byte[]> rows) {
      var answers = rows.stream().map(row -> new CompletableFuture<Result>()).toList();
      calls.add(new Call(what + " " + String.join(" ", rows.stream().map(GatheredCallsTest::text).toList()), rows, answers));
      return answers;
    }
  }

  private final Wire wire = new Wire();
  private final ArrayDeque<Runnable> later = new ArrayDeque<>();
  private final GatheredCalls calls = new GatheredCalls(wire, later::add);

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static Result found(byte[] row) {
    return Result.create(List.of(CellBuilderFactory.create(CellBuilderType.DEEP_COPY).setRow(row)
        .setFamily(bytes("d")).setQualifier(bytes("v")).setType(Cell.Type.Put).setValue(row).build()));
  }

  private static Put put(String row, int bytes) {
    return new Put(bytes(row)).addColumn(bytes("d"), bytes("v"), new byte[bytes]);
  }

  private CompletableFuture<Result> read(String row) throws IOException {
    return calls.read(TABLE, new Get(bytes(row)), TIME);
  }

  private CompletableFuture<?> change(Mutation change) throws IOException {
    return calls.change(TABLE, change, TIME);
  }

  /** Reads under way to region a, so that what follows waits. */
  private List<Wire.Call> busy() throws IOException {
    read("a-first");
    read("a-second");
    return List.of(wire.next(), wire.next());
  }

  @Test
  @DisplayName("to one region leave together, and each gets its own row")
  void together() throws Exception {
    var under = busy();
    var one = read("a1");
    var two = read("a2");
    under.get(0).end();
    var call = wire.next();
    assertEquals("gets a1 a2", call.said());
    assertFalse(one.isDone() || two.isDone());
    call.end();
    assertArrayEquals(bytes("a1"), one.get().getRow());
    assertArrayEquals(bytes("a2"), two.get().getRow());
  }

  @Test
  @DisplayName("do not wait for another region, nor a change for reads")
  void apart() throws Exception {
    busy();
    var other = read("b1");
    assertEquals("get b1", wire.calls.element().said());
    wire.next().end();
    assertArrayEquals(bytes("b1"), other.get().getRow());
    var change = change(put("a1", 10));
    assertEquals("put a1", wire.calls.element().said());
    assertFalse(change.isDone());
    wire.next().end();
    change.get();
  }

  @Test
  @DisplayName("leave alone where a change is large or the region is not known")
  void alone() throws Exception {
    busy();
    change(put("a1", 10));
    change(put("a2", 10));
    assertEquals("put a1", wire.next().said());
    assertEquals("put a2", wire.next().said());
    change(put("a3", 1 << 20));
    assertEquals("put a3", wire.next().said());
    read("?1");
    assertEquals("get ?1", wire.next().said());
  }

  @Test
  @DisplayName("are done again alone where they failed together: each has its own outcome")
  void again() throws Exception {
    change(put("a-first", 10));
    change(put("a-second", 10));
    var under = wire.next();
    var good = change(new Delete(bytes("a1")));
    var bad = change(put("a2", 10));
    under.end();
    wire.next().end();
    var call = wire.next();
    assertEquals("changes a1 a2", call.said());
    call.fail("one of them is wrong");
    assertFalse(good.isDone() || bad.isDone());
    assertEquals("delete a1", wire.calls.element().said());
    wire.next().end();
    assertEquals("put a2", wire.calls.element().said());
    wire.next().fail("its own");
    good.get();
    assertEquals("its own", assertThrows(ExecutionException.class, bad::get).getCause().getMessage());
  }

  @Test
  @DisplayName("fail at once where they failed alone")
  void once() throws Exception {
    var lone = change(put("a1", 10));
    wire.next().fail("no such family");
    assertEquals("no such family", assertThrows(ExecutionException.class, lone::get).getCause().getMessage());
    assertTrue(wire.calls.isEmpty());
  }

  @Test
  @DisplayName("wait for nobody's call for long")
  void patience() throws Exception {
    var under = busy();
    var third = read("a3");
    assertTrue(wire.calls.isEmpty());
    later.remove().run();
    var call = wire.next();
    assertEquals("get a3", call.said());
    call.end();
    assertArrayEquals(bytes("a3"), third.get().getRow());
    assertFalse(under.get(0).answers().get(0).isDone());
  }
}
