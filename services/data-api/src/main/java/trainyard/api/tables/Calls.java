package trainyard.api.tables;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.Get;
import org.apache.hadoop.hbase.client.Mutation;
import org.apache.hadoop.hbase.client.Result;

/** How an operation of one row gets to HBase: repeated where that helps, until the time is over. */
interface Calls {
  CompletableFuture<Result> read(TableName table, Get get, Duration time) throws IOException;

  /** A put or a delete without a condition: twice is as good as once. */
  CompletableFuture<?> change(TableName table, Mutation change, Duration time) throws IOException;
}
