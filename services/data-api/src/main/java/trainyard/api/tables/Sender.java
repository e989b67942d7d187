package trainyard.api.tables;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.Get;
import org.apache.hadoop.hbase.client.Mutation;
import org.apache.hadoop.hbase.client.Result;

/** Sends operations alone, or together: then once, and each has its own outcome, in their order. */
interface Sender extends Calls {
  /** A name of the region that has the row, as far as it is known without asking anybody. */
  Optional<String> region(TableName table, byte[] row) throws IOException;

  List<CompletableFuture<Result>> read(TableName table, List<Get> gets) throws IOException;

  List<CompletableFuture<Object>> change(TableName table, List<Mutation> changes) throws IOException;
}
