package trainyard.api.tables;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import trainyard.api.http.Json;
import trainyard.api.http.Problem;

@DisplayName("bodies of requests")
class BodiesTest {
  private static final Input.Forms TEXT = new Input.Forms(ByteForm.TEXT, ByteForm.TEXT);
  private final Input input = new Input(null);

  private List<String> wrong() {
    var problem = assertThrows(Problem.class, input::done);
    assertEquals(400, problem.kind().status());
    var errors = (List<?>) problem.body("/").get("errors");
    return errors.stream().map(error -> ((Problem.Entry) error).path()).toList();
  }

  private Table table(String json) throws IOException {
    return Json.read(json.getBytes(), TableBody.class, Set.of("ttlSeconds", "mobThresholdBytes")).read(input, ByteForm.TEXT);
  }

  private List<Operation> batch(String json) throws IOException {
    return RowBodies.operations(input, Json.read(json.getBytes(), RowBodies.BatchBody.class, Set.of()), TEXT, 1000);
  }

  @Test
  @DisplayName("a table has the project's choices where none are given, and its families and splits in order")
  void tableDefaults() throws Exception {
    var table = table("{\"name\":\"shop:orders\",\"families\":[{\"name\":\"m\"},{\"name\":\"d\"}],\"splits\":[\"n\",\"g\"]}");
    input.done();
    assertEquals("shop:orders", table.id().toString());
    assertEquals(List.of(new Family("d", 1, null, "SNAPPY", "ROW", null), new Family("m", 1, null, "SNAPPY", "ROW", null)), table.families());
    assertArrayEquals("g".getBytes(), table.splits().get(0));
  }

  @Test
  @DisplayName("a field that is null is not one that was left out: no row goes for the columns that a caller forgot")
  void nulls() throws Exception {
    assertEquals(1, batch("{\"operations\":[{\"delete\":{\"row\":\"0\"}}]}").size());
    var thrown = assertThrows(
        Problem.class, () -> batch("{\"operations\":[{\"delete\":{\"row\":\"0\",\"columns\":null}}]}"));
    assertEquals("$.operations[0].delete.columns: must not be null", thrown.body("/").get("detail"));
    input.done();
  }

  @Test
  @DisplayName("a family comes back from HBase as it was asked for")
  void familyRoundTrip() {
    var family = new Family("d", 3, 3600, "GZ", "ROWCOL", 100_000L);
    assertEquals(family, Family.of(family.descriptor()));
    var plain = new Family("d", 1, null, "NONE", "NONE", null);
    assertEquals(plain, Family.of(plain.descriptor()));
  }

  @Test
  @DisplayName("all that is wrong with a table is told at once")
  void tableProblems() throws Exception {
    table("{\"name\":\"-x\",\"families\":[{\"name\":\"d\",\"maxVersions\":0,\"compression\":\"RAR\"},{\"name\":\"d\"}],\"splits\":[\"a\",\"a\",\"\"]}");
    assertEquals(
        List.of("$.name", "$.families", "$.families[0].maxVersions", "$.families[0].compression", "$.splits[1]", "$.splits[2]"),
        wrong());
  }

  @Test
  @DisplayName("a batch reads, writes and removes, each row once")
  void operations() throws Exception {
    var operations = batch("{\"operations\":[{\"get\":{\"row\":\"a\",\"columns\":[\"d\"]}},"
        + "{\"put\":{\"row\":\"b\",\"cells\":[{\"column\":\"d:q\",\"value\":\"v\",\"timestamp\":7}]}},{\"delete\":{\"row\":\"c\"}}]}");
    input.done();
    assertTrue(operations.get(0) instanceof Operation.Read read && read.versions() == 1);
    assertTrue(operations.get(1) instanceof Operation.Write write && write.cells().get(0).timestamp() == 7);
    assertTrue(operations.get(2) instanceof Operation.Removal removal && removal.columns().isEmpty());
  }

  @Test
  @DisplayName("a family that is asked for is all of it, whatever column of it is asked for as well")
  void familyAndColumn() throws Exception {
    var operations = batch("{\"operations\":[{\"get\":{\"row\":\"a\",\"columns\":[\"d\",\"d:q\",\"e:q\"]}},"
        + "{\"get\":{\"row\":\"b\",\"columns\":[\"d:q\",\"d\"]}}]}");
    input.done();
    for (var operation : operations) {
      var get = (org.apache.hadoop.hbase.client.Get) operation.toHBase();
      assertTrue(get.getFamilyMap().containsKey("d".getBytes()));
      assertNull(get.getFamilyMap().get("d".getBytes()));
    }
  }

  @Test
  @DisplayName("a batch refuses a row twice, and an operation that is none or two")
  void batchProblems() throws Exception {
    batch("{\"operations\":[{\"get\":{\"row\":\"a\"}},{\"delete\":{\"row\":\"a\"}},{},{\"get\":{\"row\":\"\"}},"
        + "{\"put\":{\"row\":\"b\",\"cells\":[]}}]}");
    assertEquals(List.of("$.operations[1]", "$.operations[2]", "$.operations[3].get.row", "$.operations[4].put.cells"), wrong());
  }

  @Test
  @DisplayName("a condition is a value or its absence, not both and not neither")
  void conditions() {
    assertNull(RowBodies.condition(input, null, TEXT));
    assertNull(RowBodies.condition(input, new RowBodies.ConditionBody("d:q", null, true), TEXT).value());
    input.done();
    RowBodies.condition(input, new RowBodies.ConditionBody("d:q", "v", true), TEXT);
    RowBodies.condition(input, new RowBodies.ConditionBody("d:q", null, null), TEXT);
    RowBodies.condition(input, new RowBodies.ConditionBody("d", "v", null), TEXT);
    assertEquals(List.of("$.condition", "$.condition", "$.condition.column"), wrong());
  }

  @Test
  @DisplayName("a number or a truth is no text, and a text is no number")
  void types() {
    for (var json : List.of("{\"row\":false}", "{\"row\":7}", "{\"row\":\"a\",\"columns\":[1.5]}", "{\"row\":\"a\",\"versions\":\"1\"}"))
      assertThrows(JsonProcessingException.class, () -> Json.MAPPER.readValue(json, RowBodies.GetOperation.class), json);
  }
}
