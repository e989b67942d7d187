package trainyard.api.tables;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.AsyncConnection;
import org.apache.hadoop.hbase.client.AsyncTable;
import org.apache.hadoop.hbase.client.AsyncTableBuilder;
import org.apache.hadoop.hbase.client.AsyncTableRegionLocator;
import org.apache.hadoop.hbase.client.CheckAndMutate;
import org.apache.hadoop.hbase.client.Get;
import org.apache.hadoop.hbase.client.Row;
import trainyard.api.data.MemoryHBase;

/** {@link MemoryHBase} by the asynchronous client. */
final class MemoryRows {
  final MemoryHBase hbase = new MemoryHBase();
  /** How many operations each call of a batch had. */
  final List<Integer> batches = new java.util.ArrayList<>();
  /** Before each call of a batch. */
  Runnable beforeBatch = () -> {};

  HBase opened() {
    return new HBase(MemoryHBase.proxy(AsyncConnection.class, (self, method, given) -> switch (method.getName()) {
      case "getTableBuilder" -> builder((TableName) given[0]);
      case "getRegionLocator" -> MemoryHBase.proxy(AsyncTableRegionLocator.class, (locator, asked, of) -> new CompletableFuture<>());
      case "close" -> null;
      default -> throw new UnsupportedOperationException(method.toString());
    }));
  }

  private AsyncTableBuilder<?> builder(TableName name) {
    return MemoryHBase.proxy(AsyncTableBuilder.class, (self, method, given) -> method.getName().equals("build") ? table(name) : self);
  }

  private AsyncTable<?> table(TableName name) {
    return MemoryHBase.proxy(AsyncTable.class, (self, method, given) -> switch (method.getName()) {
      case "get" -> said(() -> hbase.get(name, (Get) given[0]));
      case "put", "delete" -> said(() -> done(name, (Row) given[0]));
      case "checkAndMutate" -> said(() -> hbase.checkAndMutate(name, (CheckAndMutate) given[0]));
      case "batch" -> batch(name, (List<?>) given[0]);
      default -> throw new UnsupportedOperationException(method.toString());
    });
  }

  private List<CompletableFuture<Object>> batch(TableName name, List<?> operations) {
    beforeBatch.run();
    batches.add(operations.size());
    return operations.stream()
        .map(one -> MemoryRows.<Object>said(() -> one instanceof Get get ? hbase.get(name, get) : done(name, (Row) one))).toList();
  }

  private Object done(TableName name, Row change) {
    hbase.apply(name, change);
    return null;
  }

  private static <T> CompletableFuture<T> said(Callable<T> work) {
    try {
      return CompletableFuture.completedFuture(work.call());
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
