package trainyard.api.tables;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import trainyard.api.http.Kind;
import trainyard.api.http.Problem;

/** Rows as JSON has them. */
final class RowText {
  private RowText() {}

  record Cell(String column, String value, long timestamp) {}

  record Row(String key, List<Cell> cells) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Page(List<Row> rows, String nextPageToken) {}

  /** Throws a problem 422 where bytes have no text in the form that was asked for. */
  static Row of(trainyard.api.tables.Row row, Input.Forms forms) {
    var key = forms.key().write(row.key()).orElseThrow(() -> noText("the key of a row", "keyEncoding"));
    return new Row(key, row.cells().stream().map(cell -> of(cell, forms)).toList());
  }

  private static Cell of(trainyard.api.tables.Cell cell, Input.Forms forms) {
    var column = cell.column().write(forms.key()).orElseThrow(() -> noText("the qualifier of a column", "keyEncoding"));
    var value = forms.value().write(cell.value()).orElseThrow(() -> noText("the value of " + column, "valueEncoding"));
    return new Cell(column, value, cell.timestamp());
  }

  static Problem noText(String what, String parameter) {
    return new Problem(Kind.UNPROCESSABLE, what + " is not UTF-8; ask with " + parameter + "=base64");
  }
}
