package trainyard.api.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import trainyard.api.data.Configurations;
import trainyard.api.tables.ByteForm;
import trainyard.api.tables.Cell;
import trainyard.api.tables.Column;
import trainyard.api.tables.HBase;
import trainyard.api.tables.Operation;
import trainyard.api.tables.Outcome;
import trainyard.api.tables.RowStore;
import trainyard.api.tables.TableId;

/** The same rows over HTTP and by the service's own client of HBase, without HTTP. Every answer is looked at. */
final class Rows {
  private static final String TABLE = "bench:rows";
  private static final int COUNT = 2000;
  private static final int VALUE_CHARACTERS = 200;
  private static final Column COLUMN = Column.parse("d:v", ByteForm.TEXT).orElseThrow();

  private final Api api;
  private final TableId table = TableId.parse(TABLE).orElseThrow();
  private final RowStore rows = RowStore.plain(new HBase(Configurations.hbase()));

  Rows(Api api) {
    this.api = api;
  }

  /** The table, with every row. One that a run left which was cut off goes first. */
  void make() throws IOException {
    api.here().ask("DELETE", "/v1/tables/" + TABLE);
    api.here().send("POST", "/v1/tables", "{\"name\":\"" + TABLE + "\",\"families\":[{\"name\":\"d\"}]}", 201);
    var all = IntStream.range(0, COUNT).<Operation>mapToObj(Rows::write).toList();
    for (var outcome : rows.batch(table, all)) {
      if (outcome instanceof Outcome.Failed failed) throw new IOException("a row could not be written", failed.cause());
    }
  }

  void remove() throws IOException {
    api.here().remove("/v1/tables/" + TABLE);
  }

  void getDirect(int number) throws IOException {
    var found = rows.get(table, new Operation.Read(key(number), List.of(), 1)).orElseThrow();
    var value = new String(found.cells().get(0).value(), StandardCharsets.UTF_8);
    if (!value.equals(value(number))) throw new IllegalStateException("a wrong value of row " + number + ": " + value);
  }

  void putDirect(int number) throws IOException {
    rows.put(table, write(number));
  }

  void getHttp(int number) throws IOException {
    var answer = api.here().get(target(number), 200).text();
    if (!answer.contains(value(number))) throw new IllegalStateException("a wrong value of row " + number + ": " + answer);
  }

  void putHttp(int number) throws IOException {
    api.here().send("PUT", target(number), "{\"cells\":[{\"column\":\"d:v\",\"value\":\"" + value(number) + "\"}]}", 204);
  }

  private static Operation.Write write(int number) {
    return new Operation.Write(key(number), List.of(new Cell(COLUMN, value(number).getBytes(StandardCharsets.UTF_8), null)));
  }

  private static String target(int number) {
    return "/v1/tables/" + TABLE + "/rows/" + name(number);
  }

  private static byte[] key(int number) {
    return name(number).getBytes(StandardCharsets.UTF_8);
  }

  private static String name(int number) {
    return "load-" + number % COUNT;
  }

  private static String value(int number) {
    return String.valueOf(number % COUNT).repeat(VALUE_CHARACTERS).substring(0, VALUE_CHARACTERS);
  }
}
