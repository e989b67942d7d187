package trainyard.api.tables;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Which rows of a table, and which columns of them; no columns are all. */
public record RowQuery(TableId table, KeyRange range, List<Column> columns) {
  /** What all pages of it have in common; a token holds for these only. */
  List<byte[]> identity() {
    var parts = new ArrayList<byte[]>();
    parts.add(table.toString().getBytes(StandardCharsets.UTF_8));
    parts.add(range.from());
    parts.add(range.to());
    for (var column : columns) {
      parts.add(column.familyBytes());
      parts.add(column.isFamily() ? Keys.NONE : Keys.after(column.qualifier()));
    }
    return parts;
  }
}
