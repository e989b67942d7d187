package trainyard.api.tables;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.hbase.CellUtil;
import org.apache.hadoop.hbase.client.Result;

/** A row with cells in the order of their columns, newest version first. */
public record Row(byte[] key, List<Cell> cells) {
  static Row of(Result result) {
    return new Row(result.getRow(), cellsOf(result));
  }

  long valueBytes() {
    return cells.stream().mapToLong(cell -> cell.value().length).sum();
  }

  static List<Cell> cellsOf(Result result) {
    var cells = new ArrayList<Cell>(result.size());
    for (var cell : result.rawCells()) cells.add(cellOf(cell));
    return cells;
  }

  private static Cell cellOf(org.apache.hadoop.hbase.Cell cell) {
    var family = new String(CellUtil.cloneFamily(cell), java.nio.charset.StandardCharsets.UTF_8);
    return new Cell(new Column(family, CellUtil.cloneQualifier(cell)), CellUtil.cloneValue(cell), cell.getTimestamp());
  }
}
