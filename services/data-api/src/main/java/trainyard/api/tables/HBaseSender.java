package trainyard.api.tables;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.AdvancedScanResultConsumer;
import org.apache.hadoop.hbase.client.AsyncTable;
import org.apache.hadoop.hbase.client.Delete;
import org.apache.hadoop.hbase.client.Get;
import org.apache.hadoop.hbase.client.Mutation;
import org.apache.hadoop.hbase.client.Put;
import org.apache.hadoop.hbase.client.Result;

/** The client of HBase. */
final class HBaseSender implements Sender {
  private final HBase hbase;

  HBaseSender(HBase hbase) {
    this.hbase = hbase;
  }

  @Override
  public Optional<String> region(TableName table, byte[] row) throws IOException {
    var location = hbase.opened().getRegionLocator(table).getRegionLocation(row);
    if (!location.isDone() || location.isCompletedExceptionally()) return Optional.empty();
    return Optional.of(location.join().getRegion().getEncodedName());
  }

  @Override
  public CompletableFuture<Result> read(TableName table, Get get, Duration time) throws IOException {
    return within(table, time).get(get);
  }

  @Override
  public CompletableFuture<?> change(TableName table, Mutation change, Duration time) throws IOException {
    var at = within(table, time);
    return change instanceof Put put ? at.put(put) : at.delete((Delete) change);
  }

  @Override
  public List<CompletableFuture<Result>> read(TableName table, List<Get> gets) throws IOException {
    return once(table).get(gets);
  }

  @Override
  public List<CompletableFuture<Object>> change(TableName table, List<Mutation> changes) throws IOException {
    return once(table).batch(changes);
  }

  private AsyncTable<AdvancedScanResultConsumer> within(TableName table, Duration time) throws IOException {
    return hbase.table(table).setOperationTimeout(time.toMillis(), TimeUnit.MILLISECONDS).build();
  }

  private AsyncTable<AdvancedScanResultConsumer> once(TableName table) throws IOException {
    return hbase.table(table)
        .setMaxAttempts(1)
        .setOperationTimeout(HBase.WRITE_TRY.toMillis(), TimeUnit.MILLISECONDS)
        .build();
  }
}
