package trainyard.api.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What is sent to write rows, and what it asks for. */
final class RowBodies {
  static final int MAX_CELLS = 10_000;
  /** HBase takes cells of 10 MiB by default; what is left holds the longest key and qualifier. */
  static final int MAX_VALUE_BYTES = (10 << 20) - (128 << 10);
  private static final int MAX_QUALIFIER_BYTES = 32_767;

  private RowBodies() {}

  record CellBody(String column, String value, Long timestamp) {}

  /** `absent`, or the value that it must have. */
  record ConditionBody(String column, String value, Boolean absent) {}

  record PutBody(List<CellBody> cells, ConditionBody condition) {}

  record GetOperation(String row, List<String> columns, Integer versions) {}

  record PutOperation(String row, List<CellBody> cells) {}

  record DeleteOperation(String row, List<String> columns) {}

  /** Exactly one of them. */
  record OperationBody(GetOperation get, PutOperation put, DeleteOperation delete) {}

  record BatchBody(List<OperationBody> operations) {}

  static List<Cell> cells(Input input, String path, List<CellBody> bodies, Input.Forms forms) {
    if (bodies == null || bodies.isEmpty() || bodies.size() > MAX_CELLS) {
      input.wrong(path, "must be 1 to " + MAX_CELLS + " cells");
      return List.of();
    }
    return IntStream.range(0, bodies.size()).mapToObj(at -> cell(input, path + "[" + at + "]", bodies.get(at), forms)).toList();
  }

  private static Cell cell(Input input, String path, CellBody body, Input.Forms forms) {
    if (body == null) {
      input.wrong(path, "must be an object, got null");
      return new Cell(new Column("none", Keys.NONE), Keys.NONE, null);
    }
    var column = input.cellColumn(path + ".column", body.column(), forms.key());
    if (column.qualifier().length > MAX_QUALIFIER_BYTES)
      input.wrong(path + ".column", "must have a qualifier of at most " + MAX_QUALIFIER_BYTES + " bytes");
    var value = input.bytes(path + ".value", body.value(), forms.value());
    if (value.length > MAX_VALUE_BYTES)
      input.wrong(path + ".value", "must have at most " + MAX_VALUE_BYTES + " bytes");
    if (body.timestamp() != null && (body.timestamp() < 0 || body.timestamp() == Long.MAX_VALUE))
      input.wrong(path + ".timestamp", "must be milliseconds of 0 to 9223372036854775806");
    return new Cell(column, value, body.timestamp());
  }

  /** Null where there is none. */
  static Condition condition(Input input, ConditionBody body, Input.Forms forms) {
    if (body == null) return null;
    var absent = Boolean.TRUE.equals(body.absent());
    if (absent == (body.value() != null)) input.wrong("$.condition", "must have either a value or absent: true");
    var column = input.cellColumn("$.condition.column", body.column(), forms.key());
    return new Condition(column, absent || body.value() == null ? null : input.bytes("$.condition.value", body.value(), forms.value()));
  }

  /** Of two who make an empty column that must be absent, HBase would let both. A condition of null is none. */
  static void refuseEmpty(Input input, List<Cell> cells, Condition condition) {
    if (condition == null || !condition.isAbsence()) return;
    for (var at = 0; at < cells.size(); at++) {
      var cell = cells.get(at);
      if (cell.value().length == 0 && cell.column().equals(condition.column()))
        input.wrong("$.cells[" + at + "].value", "must not be empty in the column that must be absent: HBase tells the two not apart");
    }
  }

  static List<Operation> operations(Input input, BatchBody body, Input.Forms forms, int most) {
    var bodies = body.operations();
    if (bodies == null || bodies.isEmpty() || bodies.size() > most) {
      input.wrong("$.operations", "must be 1 to " + most);
      return List.of();
    }
    var operations = new ArrayList<Operation>(bodies.size());
    var keys = new java.util.TreeSet<byte[]>(Keys::compare);
    for (var at = 0; at < bodies.size(); at++) {
      var path = "$.operations[" + at + "]";
      var operation = operation(input, path, bodies.get(at), forms);
      if (operation == null) continue;
      if (operation.key().length > 0 && !keys.add(operation.key()))
        input.wrong(path, "is for a row that another operation is for: their order is not kept");
      operations.add(operation);
    }
    return operations;
  }

  private static Operation operation(Input input, String path, OperationBody body, Input.Forms forms) {
    var given = body == null ? 0 : (body.get() == null ? 0 : 1) + (body.put() == null ? 0 : 1) + (body.delete() == null ? 0 : 1);
    if (given != 1) {
      input.wrong(path, "must have exactly one of get, put and delete");
      return null;
    }
    if (body.get() != null) return read(input, path + ".get", body.get(), forms);
    if (body.put() != null) {
      var key = input.key(path + ".put.row", body.put().row(), forms.key());
      return new Operation.Write(key, cells(input, path + ".put.cells", body.put().cells(), forms));
    }
    var key = input.key(path + ".delete.row", body.delete().row(), forms.key());
    return new Operation.Removal(key, input.columns(path + ".delete.columns", body.delete().columns(), forms.key()));
  }

  private static Operation read(Input input, String path, GetOperation get, Input.Forms forms) {
    var versions = get.versions() == null ? 1 : get.versions();
    if (versions < 1 || versions > RowRoutes.MAX_VERSIONS)
      input.wrong(path + ".versions", "must be a whole number of 1 to " + RowRoutes.MAX_VERSIONS);
    var key = input.key(path + ".row", get.row(), forms.key());
    return new Operation.Read(key, input.columns(path + ".columns", get.columns(), forms.key()), Math.max(1, versions));
  }
}
