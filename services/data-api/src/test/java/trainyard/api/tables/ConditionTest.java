package trainyard.api.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import trainyard.api.http.Problem;

/** HBase takes a column with an empty value and one that is not there for the same: callers do not. */
@DisplayName("a condition")
class ConditionTest {
  private static final TableId TABLE = new TableId("shop", "orders");
  private static final byte[] KEY = bytes("row");
  private static final Column LOCK = new Column("d", bytes("lock"));

  private final RowStore rows = RowStore.plain(new MemoryRows().opened());

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Operation.Write write(String column, String value) {
    return new Operation.Write(KEY, List.of(new Cell(new Column("d", bytes(column)), bytes(value), null)));
  }

  private boolean put(String column, String value, Condition condition) throws IOException {
    return rows.put(TABLE, write(column, value), condition);
  }

  private static final Condition ABSENT = new Condition(LOCK, null);
  private static final Condition EMPTY = new Condition(LOCK, new byte[0]);

  @Test
  @DisplayName("that a column is absent does not hold where it has an empty value")
  void absent() throws IOException {
    assertTrue(put("other", "1", ABSENT));
    rows.put(TABLE, write("lock", ""));
    assertFalse(put("other", "2", ABSENT));
    assertEquals("1", value("other"));
  }

  @Test
  @DisplayName("that a column is empty does not hold where it is absent")
  void empty() throws IOException {
    assertFalse(put("other", "1", EMPTY));
    rows.put(TABLE, write("other", "1"));
    assertFalse(put("other", "2", EMPTY));
    assertFalse(rows.delete(TABLE, new Operation.Removal(KEY, List.of()), EMPTY));
    rows.put(TABLE, write("lock", ""));
    assertTrue(put("other", "3", EMPTY));
    assertEquals("3", value("other"));
    assertTrue(rows.delete(TABLE, new Operation.Removal(KEY, List.of()), EMPTY));
  }

  @Test
  @DisplayName("that a column has a value holds for this value alone")
  void equal() throws IOException {
    rows.put(TABLE, write("lock", "mine"));
    assertFalse(put("lock", "", new Condition(LOCK, bytes("yours"))));
    assertTrue(put("lock", "", new Condition(LOCK, bytes("mine"))));
    assertFalse(put("lock", "x", new Condition(LOCK, bytes("mine"))));
  }

  @Test
  @DisplayName("of two who make a column that must be absent, none makes it empty: both would find it absent")
  void emptyLock() {
    var input = new Input(null);
    var cells = List.of(new Cell(new Column("d", bytes("other")), new byte[0], null), new Cell(LOCK, new byte[0], null));
    RowBodies.refuseEmpty(input, cells, EMPTY);
    RowBodies.refuseEmpty(input, cells, null);
    input.done();
    RowBodies.refuseEmpty(input, cells, ABSENT);
    var problem = assertThrows(Problem.class, input::done);
    assertTrue(problem.getMessage().startsWith("$.cells[1].value: must not be empty"), problem.getMessage());
  }

  private String value(String column) throws IOException {
    var read = new Operation.Read(KEY, List.of(new Column("d", bytes(column))), 1);
    return new String(rows.get(TABLE, read).orElseThrow().cells().get(0).value(), StandardCharsets.UTF_8);
  }
}
