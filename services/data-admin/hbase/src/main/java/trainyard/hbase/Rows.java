package trainyard.hbase;

import com.google.gson.JsonElement;
import java.util.ArrayList;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.Connection;
import org.apache.hadoop.hbase.client.Put;
import org.apache.hadoop.hbase.client.Scan;
import org.apache.hadoop.hbase.client.Table;
import org.apache.hadoop.hbase.filter.FilterList;
import org.apache.hadoop.hbase.filter.FirstKeyOnlyFilter;
import org.apache.hadoop.hbase.filter.KeyOnlyFilter;
import org.apache.hadoop.hbase.util.Bytes;
import trainyard.tool.Answer;
import trainyard.tool.Request;

/** Rows that prove what a table keeps. */
final class Rows {
  private static final int BATCH = 500;
  private final Connections connections;

  Rows(Connections connections) {
    this.connections = connections;
  }

  /** Rows `from` to `from + count - 1` as `row-<10 digits>` in a family, with values of `valueBytes` that follow from them. */
  JsonElement put(Request request) throws Exception {
    var name = Tables.name(request, "table");
    var family = Bytes.toBytes(request.text("family"));
    var from = request.optionalWhole("from").orElse(0);
    var count = request.whole("count");
    var valueBytes = (int) request.optionalWhole("valueBytes").orElse(100);
    return connections.ask(
        (connection, admin) -> {
          try (var table = connection.getTable(name)) {
            for (var first = from; first < from + count; first += BATCH)
              putBatch(table, family, first, Math.min(from + count, first + BATCH), valueBytes);
          }
          return Answer.of("rows", count).done();
        });
  }

  JsonElement count(Request request) throws Exception {
    var name = Tables.name(request, "table");
    return connections.ask(
        (connection, admin) -> {
          long rows = 0;
          // A cell may have megabytes: only its key comes.
          var first = new FilterList(new FirstKeyOnlyFilter(), new KeyOnlyFilter());
          var scan = new Scan().setFilter(first).setCaching(BATCH);
          try (var table = connection.getTable(name);
              var scanner = table.getScanner(scan)) {
            while (scanner.next() != null) rows += 1;
          }
          return Answer.of("rows", rows).done();
        });
  }

  /** A hash over all cells (row, family, qualifier, time, value) in their order: equal content, equal hash. */
  JsonElement checksum(Request request) throws Exception {
    var name = Tables.name(request, "table");
    return connections.ask((connection, admin) -> contentOf(connection, name).described().done());
  }

  /** What a table holds: all versions of all cells. */
  static Content contentOf(Connection connection, TableName name) throws Exception {
    var sum = new Content.Sum();
    try (var table = connection.getTable(name);
        var scanner = table.getScanner(everything())) {
      for (var row = scanner.next(); row != null; row = scanner.next()) sum.add(row);
    }
    return sum.done();
  }

  /** HBase itself ends a batch that grows large. */
  static Scan everything() {
    return new Scan().setCaching(BATCH).readAllVersions();
  }

  private static void putBatch(Table table, byte[] family, long first, long end, int valueBytes) throws Exception {
    var puts = new ArrayList<Put>();
    for (var number = first; number < end; number++) {
      var put = new Put(Bytes.toBytes(String.format("row-%010d", number)));
      puts.add(put.addColumn(family, Bytes.toBytes("v"), value(number, valueBytes)));
    }
    table.put(puts);
  }

  static byte[] value(long number, int bytes) {
    var value = new byte[bytes];
    new java.util.SplittableRandom(number).nextBytes(value);
    return value;
  }
}
