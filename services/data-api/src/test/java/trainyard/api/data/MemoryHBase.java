package trainyard.api.data;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.hadoop.hbase.Cell;
import org.apache.hadoop.hbase.CellBuilderFactory;
import org.apache.hadoop.hbase.CellBuilderType;
import org.apache.hadoop.hbase.CellUtil;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.CheckAndMutate;
import org.apache.hadoop.hbase.client.CheckAndMutateResult;
import org.apache.hadoop.hbase.client.Connection;
import org.apache.hadoop.hbase.client.Delete;
import org.apache.hadoop.hbase.client.Get;
import org.apache.hadoop.hbase.client.Put;
import org.apache.hadoop.hbase.client.Result;
import org.apache.hadoop.hbase.client.ResultScanner;
import org.apache.hadoop.hbase.client.Row;
import org.apache.hadoop.hbase.client.Scan;
import org.apache.hadoop.hbase.client.Table;
import org.apache.hadoop.hbase.util.Bytes;

/** Tables of HBase in memory, as far as this service asks for anything of them: one version of each cell, no regions. */
public final class MemoryHBase {
  private record Place(String family, String qualifier) {}

  private final Map<TableName, NavigableMap<byte[], Map<Place, byte[]>>> tables = new HashMap<>();
  private boolean isHolding;
  private Runnable held = () -> {};

  /** The next conditional write fails with no word of its outcome, and is carried out at {@link #letGo}: a server that hung. */
  public synchronized void holdNext() {
    isHolding = true;
  }

  public synchronized void letGo() {
    held.run();
  }

  public synchronized int rows(TableName table) {
    return rowsOf(table).size();
  }

  /** As a connection of the blocking client. */
  public Connection connection() {
    return proxy(Connection.class, (self, method, given) -> switch (method.getName()) {
      case "getTable" -> table((TableName) given[0]);
      case "close" -> null;
      default -> throw new UnsupportedOperationException(method.toString());
    });
  }

  private Table table(TableName name) {
    return proxy(Table.class, (self, method, given) -> switch (method.getName()) {
      case "get" -> given[0] instanceof Get get ? get(name, get) : gets(name, (List<?>) given[0]);
      case "put", "delete" -> changes(name, given[0]);
      case "checkAndMutate" -> checkAndMutate(name, (CheckAndMutate) given[0]);
      case "getScanner" -> scanner(name, (Scan) given[0]);
      case "close" -> null;
      default -> throw new UnsupportedOperationException(method.toString());
    });
  }

  public static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  public synchronized Result get(TableName name, Get get) {
    var row = rowsOf(name).get(get.getRow());
    if (row == null) return Result.EMPTY_RESULT;
    var wanted = get.getFamilyMap();
    return result(get.getRow(), row, place -> {
      if (wanted.isEmpty()) return true;
      var family = Bytes.toBytes(place.family());
      if (!wanted.containsKey(family)) return false;
      return wanted.get(family) == null || wanted.get(family).contains(Bytes.toBytes(place.qualifier()));
    });
  }

  private Result[] gets(TableName name, List<?> gets) {
    return gets.stream().map(get -> get(name, (Get) get)).toArray(Result[]::new);
  }

  private synchronized Object changes(TableName name, Object changes) {
    for (var change : changes instanceof List<?> many ? many : List.of(changes)) apply(name, (Row) change);
    return null;
  }

  /** A put or a delete. */
  public synchronized void apply(TableName name, Row change) {
    if (change instanceof Put put) {
      var row = rowsOf(name).computeIfAbsent(put.getRow(), key -> new HashMap<>());
      put.getFamilyCellMap().values().forEach(cells -> cells.forEach(cell -> row.put(place(cell), CellUtil.cloneValue(cell))));
    } else if (((Delete) change).isEmpty()) {
      rowsOf(name).remove(change.getRow());
    } else {
      throw new UnsupportedOperationException("only whole rows are deleted");
    }
  }

  private static Place place(Cell cell) {
    return new Place(Bytes.toString(CellUtil.cloneFamily(cell)), Bytes.toString(CellUtil.cloneQualifier(cell)));
  }

  /** By HBase's rules: for it a column with an empty value and one that is not there are the same, but for a filter. */
  public synchronized CheckAndMutateResult checkAndMutate(TableName name, CheckAndMutate change) throws IOException {
    if (isHolding) {
      isHolding = false;
      held = () -> carryOut(name, change);
      throw new IOException("no answer");
    }
    return new CheckAndMutateResult(carryOut(name, change), null);
  }

  private boolean carryOut(TableName name, CheckAndMutate change) {
    var matches = change.hasFilter() ? passes(name, change) : equals(name, change);
    if (matches) apply(name, change.getAction());
    return matches;
  }

  private boolean equals(TableName name, CheckAndMutate change) {
    var found = get(name, new Get(change.getRow()).addColumn(change.getFamily(), change.getQualifier()));
    var isEmpty = change.getValue() == null || change.getValue().length == 0;
    if (found.isEmpty() || isEmpty) return isEmpty && (found.isEmpty() || found.value().length == 0);
    return Arrays.equals(found.value(), change.getValue());
  }

  private boolean passes(TableName name, CheckAndMutate change) {
    var found = get(name, new Get(change.getRow()));
    if (found.isEmpty()) return false;
    var filter = change.getFilter();
    try {
      filter.reset();
      for (var cell : found.rawCells()) filter.filterCell(cell);
      return !filter.filterRow();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private synchronized ResultScanner scanner(TableName name, Scan scan) {
    var from = rowsOf(name).tailMap(scan.getStartRow(), scan.includeStartRow());
    var wanted = scan.getStopRow().length == 0 ? from : from.headMap(scan.getStopRow(), false);
    var found = new ArrayList<Result>();
    wanted.forEach((key, row) -> found.add(result(key, row, place -> true)));
    var most = scan.getLimit() > 0 ? Math.min(scan.getLimit(), found.size()) : found.size();
    Iterator<Result> results = List.copyOf(found.subList(0, most)).iterator();
    return proxy(ResultScanner.class, (self, method, given) -> switch (method.getName()) {
      case "iterator" -> results;
      case "next" -> given == null ? next(results) : some(results, (int) given[0]);
      case "close" -> null;
      default -> throw new UnsupportedOperationException(method.toString());
    });
  }

  private static Result next(Iterator<Result> results) {
    return results.hasNext() ? results.next() : null;
  }

  private static Result[] some(Iterator<Result> results, int most) {
    var some = new ArrayList<Result>();
    while (some.size() < most && results.hasNext()) some.add(results.next());
    return some.toArray(Result[]::new);
  }

  private NavigableMap<byte[], Map<Place, byte[]>> rowsOf(TableName name) {
    return tables.computeIfAbsent(name, table -> new TreeMap<>(Bytes.BYTES_COMPARATOR));
  }

  private static Result result(byte[] key, Map<Place, byte[]> row, java.util.function.Predicate<Place> wanted) {
    var cells = new ArrayList<Cell>();
    row.forEach((place, value) -> {
      if (wanted.test(place)) cells.add(cell(key, place, value));
    });
    cells.sort(org.apache.hadoop.hbase.CellComparator.getInstance());
    return Result.create(cells);
  }

  private static Cell cell(byte[] key, Place place, byte[] value) {
    return CellBuilderFactory.create(CellBuilderType.DEEP_COPY).setRow(key)
        .setFamily(place.family().getBytes(StandardCharsets.UTF_8)).setQualifier(place.qualifier().getBytes(StandardCharsets.UTF_8))
        .setTimestamp(1).setType(Cell.Type.Put).setValue(value).build();
  }
}
