package trainyard.api.tables;

import static trainyard.api.tables.HBase.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.AdvancedScanResultConsumer;
import org.apache.hadoop.hbase.client.AsyncTable;
import org.apache.hadoop.hbase.client.Result;
import org.apache.hadoop.hbase.client.Scan;
import trainyard.api.http.Kind;
import trainyard.api.http.Problem;

/** Rows of tables. Whatever fails in HBase is thrown as it is. */
public final class RowStore {
  /** A page ends after the row with which it has so many bytes. */
  static final long PAGE_BYTES = 4L << 20;
  /** More of one row is not read at once. */
  static final long ROW_BYTES = 32L << 20;
  /** Bytes that a server sends of a scan before it is asked for more. */
  private static final long CHUNK_BYTES = 2L << 20;
  /** Reads of a batch that are under way at once: what they answer is counted before the next ones begin. */
  private static final int READS_AT_ONCE = 25;
  /** A batch begins nothing more after this: where HBase hangs, one part after the other would take its whole time. */
  static final Duration BATCH = HBase.WRITE.multipliedBy(2);
  private final HBase hbase;
  private final Calls calls;
  private final LongSupplier nanoTime;
  private final ConditionalWrites conditional;

  RowStore(HBase hbase, Calls calls, LongSupplier nanoTime) {
    this.hbase = hbase;
    this.calls = calls;
    this.nanoTime = nanoTime;
    conditional = new ConditionalWrites(hbase);
  }

  /** Each operation goes to HBase by itself. */
  public static RowStore plain(HBase hbase) {
    return new RowStore(hbase, new HBaseSender(hbase), System::nanoTime);
  }

  /** Operations of one row that come together go to HBase together. */
  public static RowStore gathering(HBase hbase) {
    return new RowStore(hbase, new GatheredCalls(new HBaseSender(hbase), GatheredCalls.PATIENCE), System::nanoTime);
  }

  /** None where the row has no cell in these columns. */
  public Optional<Row> get(TableId table, Operation.Read read) throws IOException {
    return rowOf(await(calls.read(table.hbaseName(), read.toHBase(), HBase.WRITE), HBase.WRITE));
  }

  public void put(TableId table, Operation.Write write) throws IOException {
    await(calls.change(table.hbaseName(), write.toHBase(), HBase.WRITE), HBase.WRITE);
  }

  public void delete(TableId table, Operation.Removal removal) throws IOException {
    await(calls.change(table.hbaseName(), removal.toHBase(), HBase.WRITE), HBase.WRITE);
  }

  /** The same without a thread that waits; throws where HBase was not reached yet. */
  CompletableFuture<Optional<Row>> getSoon(TableId table, Operation.Read read) throws IOException {
    return soon(calls.read(reached(table), read.toHBase(), HBase.WRITE)).thenApply(RowStore::rowOf);
  }

  CompletableFuture<?> putSoon(TableId table, Operation.Write write) throws IOException {
    return soon(calls.change(reached(table), write.toHBase(), HBase.WRITE));
  }

  CompletableFuture<?> deleteSoon(TableId table, Operation.Removal removal) throws IOException {
    return soon(calls.change(reached(table), removal.toHBase(), HBase.WRITE));
  }

  private TableName reached(TableId table) throws IOException {
    if (!hbase.isOpen()) throw new IOException("HBase was not reached yet");
    return table.hbaseName();
  }

  private static <T> CompletableFuture<T> soon(CompletableFuture<T> call) {
    return call.orTimeout(HBase.WRITE.plus(HBase.GRACE).toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Writes where the condition holds; false where it does not. */
  public boolean put(TableId table, Operation.Write write, Condition condition) throws IOException {
    return !isThere(table, write.key(), condition) && conditional.apply(table, condition.on(write.key()).build(write.toHBase()));
  }

  /** Removes where the condition holds; false where it does not. */
  public boolean delete(TableId table, Operation.Removal removal, Condition condition) throws IOException {
    return !isThere(table, removal.key(), condition) && conditional.apply(table, condition.on(removal.key()).build(removal.toHBase()));
  }

  /** Whether there is what must not be: with an empty value too, which HBase takes for absent when it compares. */
  private boolean isThere(TableId table, byte[] key, Condition condition) throws IOException {
    return condition.isAbsence() && !await(calls.read(table.hbaseName(), condition.look(key), HBase.READ), HBase.READ).isEmpty();
  }

  /** Up to `limit` rows of a query from `start` on. The scanner is gone when this returns. */
  public Page page(RowQuery query, byte[] start, int limit) throws IOException {
    var range = query.range().startingAt(start);
    if (range.isEmpty()) return new Page(List.of(), null);
    var reader = new PageReader(limit, PAGE_BYTES, ROW_BYTES);
    table(query.table()).scan(scan(range, query.columns(), limit), reader);
    try {
      return await(reader.page(), HBase.READ);
    } finally {
      reader.page().cancel(false);
    }
  }

  /** Each operation by itself, in no order: an answer for each. Ends within {@link #BATCH} and one try of what is under way then. */
  public List<Outcome> batch(TableId table, List<Operation> operations) throws IOException {
    var at = table(table);
    var outcomes = new Outcome[operations.size()];
    var end = nanoTime.getAsLong() + BATCH.toNanos();
    var bytes = 0L;
    for (var part : parts(operations)) {
      var refusal = refusal(end - nanoTime.getAsLong(), bytes);
      var actions = new ArrayList<org.apache.hadoop.hbase.client.Row>();
      for (var index : part) actions.add(operations.get(index).toHBase());
      List<CompletableFuture<Object>> answers = refusal == null ? at.batch(actions) : List.of();
      for (var position = 0; position < part.size(); position++) {
        var outcome = refusal == null ? outcome(answers.get(position)) : refusal;
        outcomes[part.get(position)] = outcome;
        bytes += bytes(outcome);
      }
    }
    return List.of(outcomes);
  }

  /** Of operations that are not begun any more; null where they are. */
  private static Outcome refusal(long leftNanos, long bytes) {
    if (leftNanos <= 0) return new Outcome.Failed(new IOException("HBase took too long for those before it"));
    if (bytes <= ROW_BYTES) return null;
    return new Outcome.Failed(new Problem(Kind.TOO_LARGE, "the rows before it fill the answer; ask for it in another batch"));
  }

  private static long bytes(Outcome outcome) {
    return outcome instanceof Outcome.Done done ? done.row().map(Row::valueBytes).orElse(0L) : 0;
  }

  private static Outcome outcome(CompletableFuture<Object> answer) {
    try {
      return new Outcome.Done(await(answer, HBase.WRITE) instanceof Result result ? rowOf(result) : Optional.empty());
    } catch (IOException | Problem e) {
      return new Outcome.Failed(e);
    }
  }

  /** All writes and removals at once, then the reads some at a time. */
  private static List<List<Integer>> parts(List<Operation> operations) {
    var changes = new ArrayList<Integer>();
    var parts = new ArrayList<List<Integer>>();
    var reads = new ArrayList<Integer>();
    for (var index = 0; index < operations.size(); index++) {
      if (operations.get(index) instanceof Operation.Read) reads.add(index);
      else changes.add(index);
    }
    if (!changes.isEmpty()) parts.add(changes);
    for (var first = 0; first < reads.size(); first += READS_AT_ONCE)
      parts.add(reads.subList(first, Math.min(reads.size(), first + READS_AT_ONCE)));
    return parts;
  }

  private static Optional<Row> rowOf(Result result) {
    if (result.isEmpty()) return Optional.empty();
    if (result.size() > Operation.Read.MAX_CELLS) throw tooLarge(result.getRow());
    return Optional.of(Row.of(result));
  }

  static Problem tooLarge(byte[] key) {
    return new Problem(Kind.TOO_LARGE, "the row " + ByteForm.BASE64.write(key).orElseThrow()
        + " (base64) is larger than an answer may be; ask for some of its columns");
  }

  private static Scan scan(KeyRange range, List<Column> columns, int limit) {
    var scan = new Scan().withStartRow(range.from()).withStopRow(range.to())
        .setLimit(limit + 1).setCaching(limit + 1).setMaxResultSize(CHUNK_BYTES).setAllowPartialResults(true);
    for (var column : columns) {
      if (column.isFamily()) scan.addFamily(column.familyBytes());
      else scan.addColumn(column.familyBytes(), column.qualifier());
    }
    return scan;
  }

  private AsyncTable<AdvancedScanResultConsumer> table(TableId table) throws IOException {
    return hbase.table(table.hbaseName()).build();
  }
}
