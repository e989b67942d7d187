package trainyard.api.tables;

import java.util.List;
import org.apache.hadoop.hbase.client.Delete;
import org.apache.hadoop.hbase.client.Get;
import org.apache.hadoop.hbase.client.Put;

/** What is done to one row. */
public sealed interface Operation {
  byte[] key();

  org.apache.hadoop.hbase.client.Row toHBase() throws java.io.IOException;

  /** Reads columns (none are all), up to so many versions of each. */
  record Read(byte[] key, List<Column> columns, int versions) implements Operation {
    /** Cells of a family that are read of one row at most; one more is asked for, to know that there are more. */
    static final int MAX_CELLS = 10_000;

    @Override
    public Get toHBase() throws java.io.IOException {
      var get = new Get(key).readVersions(versions).setMaxResultsPerColumnFamily(MAX_CELLS + 1);
      for (var column : columns) {
        if (column.isFamily()) get.addFamily(column.familyBytes());
        else get.addColumn(column.familyBytes(), column.qualifier());
      }
      return get;
    }
  }

  /** Writes cells, all or none of them; other cells of the row stay. */
  record Write(byte[] key, List<Cell> cells) implements Operation {
    @Override
    public Put toHBase() {
      var put = new Put(key);
      for (var cell : cells) {
        var column = cell.column();
        if (cell.timestamp() == null) put.addColumn(column.familyBytes(), column.qualifier(), cell.value());
        else put.addColumn(column.familyBytes(), column.qualifier(), cell.timestamp(), cell.value());
      }
      return put;
    }
  }

  /** Removes columns with all their versions; none are the whole row. */
  record Removal(byte[] key, List<Column> columns) implements Operation {
    @Override
    public Delete toHBase() {
      var delete = new Delete(key);
      for (var column : columns) {
        if (column.isFamily()) delete.addFamily(column.familyBytes());
        else delete.addColumns(column.familyBytes(), column.qualifier());
      }
      return delete;
    }
  }
}
