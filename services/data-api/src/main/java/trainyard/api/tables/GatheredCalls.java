package trainyard.api.tables;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.Get;
import org.apache.hadoop.hbase.client.Mutation;
import org.apache.hadoop.hbase.client.Result;

/**
 * Operations that come while others of their kind are under way to the same region leave together, as one call. What does not succeed
 * there is done again alone, as if there had been no others: its outcome is its own, whatever the others asked for.
 */
final class GatheredCalls implements Calls {
  /** Calls of one kind to one region, while which others wait. */
  private static final int UNDER_WAY = 2;
  private static final int TOGETHER = 32;
  /** A larger change leaves alone: others would wait until it is sent. */
  private static final int MOST_BYTES = 64 << 10;
  /** Of regions that were asked for something, before the idle ones are forgotten. */
  private static final int MOST_LANES = 1000;
  /** Nobody waits longer for others' calls to end, however slow the region is. */
  static final Executor PATIENCE = CompletableFuture.delayedExecutor(250, TimeUnit.MILLISECONDS);

  private final Sender sender;
  private final Executor patience;
  private final Map<String, Lane<Get, Result>> reads = new ConcurrentHashMap<>();
  private final Map<String, Lane<Mutation, Object>> changes = new ConcurrentHashMap<>();

  GatheredCalls(Sender sender, Executor patience) {
    this.sender = sender;
    this.patience = patience;
  }

  @Override
  public CompletableFuture<Result> read(TableName table, Get get, Duration time) throws IOException {
    var region = sender.region(table, get.getRow());
    if (region.isEmpty()) return sender.read(table, get, time);
    var lane = lane(reads, region.get(), gets -> gets.size() == 1
        ? List.of(sender.read(table, gets.get(0), time))
        : sender.read(table, gets));
    return answer(lane.add(get), time, left -> sender.read(table, get, left));
  }

  @Override
  public CompletableFuture<?> change(TableName table, Mutation change, Duration time) throws IOException {
    var region = change.heapSize() > MOST_BYTES ? Optional.<String>empty() : sender.region(table, change.getRow());
    if (region.isEmpty()) return sender.change(table, change, time);
    var lane = lane(changes, region.get(), some -> some.size() == 1
        ? List.of(sender.change(table, some.get(0), time).<Object>thenApply(done -> done))
        : sender.change(table, some));
    return answer(lane.add(change), time, left -> sender.change(table, change, left).<Object>thenApply(done -> done));
  }

  /** Alone, within what is left of the time. */
  @FunctionalInterface
  private interface Again<A> {
    CompletableFuture<A> in(Duration left) throws IOException;
  }

  private static <A> CompletableFuture<A> answer(Lane.Ticket<?, A> ticket, Duration time, Again<A> again) {
    var end = System.nanoTime() + time.toNanos();
    return ticket.exceptionallyCompose(failure -> {
      var left = Duration.ofNanos(end - System.nanoTime());
      if (!ticket.wasTogether() || left.toMillis() <= 0) return CompletableFuture.failedFuture(failure);
      try {
        return again.in(left);
      } catch (IOException e) {
        return CompletableFuture.failedFuture(e);
      }
    });
  }

  private <Q, A> Lane<Q, A> lane(Map<String, Lane<Q, A>> lanes, String region, Lane.Line<Q, A> line) {
    var known = lanes.get(region);
    if (known != null) return known;
    if (lanes.size() >= MOST_LANES) lanes.values().removeIf(Lane::isEmpty);
    return lanes.computeIfAbsent(region, name -> new Lane<>(line, UNDER_WAY, TOGETHER, patience));
  }
}
