package trainyard.api.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("requests of a lane")
class LaneTest {
  /** Calls that end when the test says so. */
  private static final class Calls implements Lane.Line<String, String> {
    private final List<List<String>> sent = new ArrayList<>();
    private final List<List<CompletableFuture<String>>> answers = new ArrayList<>();

    @Override
    public List<CompletableFuture<String>> send(List<String> requests) {
      sent.add(List.copyOf(requests));
      answers.add(requests.stream().map(request -> new CompletableFuture<String>()).toList());
      return answers.get(answers.size() - 1);
    }

    void end(int call) {
      for (var at = 0; at < sent.get(call).size(); at++) answers.get(call).get(at).complete("to " + sent.get(call).get(at));
    }
  }

  private final Calls calls = new Calls();
  private final ArrayDeque<Runnable> later = new ArrayDeque<>();
  private final Lane<String, String> lane = new Lane<>(calls, 1, 3, later::add);

  @Test
  @DisplayName("a lone request leaves at once")
  void aLoneRequestLeavesAtOnce() {
    var ticket = lane.add("a");
    assertEquals(List.of(List.of("a")), calls.sent);
    assertFalse(ticket.isDone());
    calls.end(0);
    assertEquals("to a", ticket.join());
    assertFalse(ticket.wasTogether());
    assertTrue(lane.isEmpty());
  }

  @Test
  @DisplayName("those that come meanwhile leave together when a call ends")
  void thoseThatComeMeanwhileLeaveTogetherWhenACallEnds() {
    lane.add("a");
    var later = List.of(lane.add("b"), lane.add("c"));
    assertEquals(List.of(List.of("a")), calls.sent);
    calls.end(0);
    assertEquals(List.of(List.of("a"), List.of("b", "c")), calls.sent);
    assertTrue(later.stream().noneMatch(CompletableFuture::isDone));
    calls.end(1);
    assertEquals(List.of("to b", "to c"), later.stream().map(CompletableFuture::join).toList());
    assertTrue(later.get(0).wasTogether());
  }

  @Test
  @DisplayName("no more leave together than may")
  void noMoreLeaveTogetherThanMay() {
    for (var name : List.of("a", "b", "c", "d", "e")) lane.add(name);
    calls.end(0);
    calls.end(1);
    assertEquals(List.of(List.of("a"), List.of("b", "c", "d"), List.of("e")), calls.sent);
  }

  @Test
  @DisplayName("as many calls are under way as may")
  void asManyCallsAreUnderWayAsMay() {
    var two = new Lane<>(calls, 2, 3, later::add);
    for (var name : List.of("a", "b", "c", "d")) two.add(name);
    assertEquals(List.of(List.of("a"), List.of("b")), calls.sent);
    calls.end(1);
    assertEquals(List.of("c", "d"), calls.sent.get(2));
  }

  @Test
  @DisplayName("what fails fails alone")
  void whatFailsFailsAlone() {
    lane.add("a");
    var b = lane.add("b");
    var c = lane.add("c");
    calls.end(0);
    calls.answers.get(1).get(0).completeExceptionally(new IOException("no such family"));
    assertEquals("no such family", assertThrows(CompletionException.class, b::join).getCause().getMessage());
    assertFalse(c.isDone());
    calls.end(1);
    assertEquals("to c", c.join());
  }

  @Test
  @DisplayName("a slow one holds up nobody who is answered")
  void aSlowOneHoldsUpNobodyWhoIsAnswered() {
    lane.add("a");
    var b = lane.add("b");
    var c = lane.add("c");
    calls.end(0);
    calls.answers.get(1).get(1).complete("quick");
    assertEquals("quick", c.join());
    assertFalse(b.isDone());
  }

  @Test
  @DisplayName("what waits leaves in time, however slow the calls under way are")
  void inTime() {
    lane.add("a");
    assertTrue(later.isEmpty());
    for (var name : List.of("b", "c", "d", "e")) lane.add(name);
    assertEquals(1, later.size());
    later.remove().run();
    assertEquals(List.of(List.of("a"), List.of("b", "c", "d"), List.of("e")), calls.sent);
    var next = lane.add("f");
    assertEquals(1, later.size());
    for (var call : List.of(0, 1)) calls.end(call);
    assertEquals(3, calls.sent.size());
    calls.end(2);
    assertEquals(List.of("f"), calls.sent.get(3));
    later.remove().run();
    assertEquals(4, calls.sent.size());
    calls.end(3);
    assertEquals("to f", next.join());
    assertTrue(lane.isEmpty());
  }

  @Test
  @DisplayName("a call that cannot be sent fails its own requests, and the next one leaves")
  void aCallThatCannotBeSentFailsItsOwnAndTheNextLeaves() {
    var first = new AtomicInteger();
    var broken = new Lane<String, String>(requests -> {
      if (first.getAndIncrement() == 1) throw new IOException("not connected");
      return calls.send(requests);
    }, 1, 1, later::add);
    var tickets = List.of(broken.add("a"), broken.add("b"), broken.add("c"));
    calls.end(0);
    assertEquals("not connected", assertThrows(CompletionException.class, () -> tickets.get(1).join()).getCause().getMessage());
    calls.end(1);
    assertEquals("to c", tickets.get(2).join());
    assertTrue(broken.isEmpty());
  }

  @Test
  @DisplayName("many threads each get their own answer")
  void manyThreadsEachGetTheirOwnAnswer() throws Exception {
    var threads = Executors.newFixedThreadPool(16);
    var largest = new AtomicInteger();
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    var busy = new Lane<Integer, Integer>(requests -> {
      largest.accumulateAndGet(requests.size(), Math::max);
      most.accumulateAndGet(running.incrementAndGet(), Math::max);
      var answers = requests.stream().map(request -> new CompletableFuture<Integer>()).toList();
      threads.execute(() -> {
        running.decrementAndGet();
        for (var at = 0; at < answers.size(); at++) answers.get(at).complete(-requests.get(at));
      });
      return answers;
    }, 2, 8, late -> {});
    var start = new CountDownLatch(1);
    var wrong = new AtomicInteger();
    var askers = IntStream.range(0, 8).mapToObj(asker -> new Thread(() -> {
      try {
        start.await();
      } catch (InterruptedException e) {
        return;
      }
      for (var number = asker; number < 4000; number += 8) if (busy.add(number).join() != -number) wrong.incrementAndGet();
    })).toList();
    for (var asker : askers) asker.start();
    start.countDown();
    for (var asker : askers) asker.join();
    threads.shutdownNow();
    assertEquals(0, wrong.get());
    assertTrue(busy.isEmpty());
    assertTrue(most.get() <= 2, "calls at once: " + most.get());
    assertTrue(largest.get() <= 8, "together: " + largest.get());
  }
}
