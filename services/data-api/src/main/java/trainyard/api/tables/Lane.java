package trainyard.api.tables;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Requests of one kind to one place. One that comes while little is under way leaves at once, alone. Those that come meanwhile leave
 * together as soon as a call ends: nobody waits for company. Each gets the answer to its own request, and only once that is there.
 */
final class Lane<Q, A> {
  /** A way there. */
  @FunctionalInterface
  interface Line<Q, A> {
    /** An answer for each request, in their order. Throws where none was sent. */
    List<CompletableFuture<A>> send(List<Q> requests) throws Exception;
  }

  /** A request and, later, its answer. */
  static final class Ticket<Q, A> extends CompletableFuture<A> {
    private final Q request;
    private volatile boolean together;

    private Ticket(Q request) {
      this.request = request;
    }

    /** Whether others were in its call. */
    boolean wasTogether() {
      return together;
    }
  }

  private final Line<Q, A> line;
  private final int mostUnderWay;
  private final int mostTogether;
  private final Executor later;
  private final ArrayDeque<Ticket<Q, A>> waiting = new ArrayDeque<>();
  private int underWay;
  private boolean watched;

  /**
   * While `mostUnderWay` calls are under way others wait; a call has at most `mostTogether` requests. What waits leaves all the same
   * when `later` comes, however slow the calls under way are.
   */
  Lane(Line<Q, A> line, int mostUnderWay, int mostTogether, Executor later) {
    this.line = line;
    this.mostUnderWay = mostUnderWay;
    this.mostTogether = mostTogether;
    this.later = later;
  }

  Ticket<Q, A> add(Q request) {
    var ticket = new Ticket<Q, A>(request);
    List<Ticket<Q, A>> group;
    boolean watch;
    synchronized (this) {
      waiting.add(ticket);
      group = underWay < mostUnderWay ? next() : List.of();
      if (!group.isEmpty() || watched) watch = false;
      else watch = watched = true;
    }
    if (watch) later.execute(this::hurry);
    send(group);
    return ticket;
  }

  /** Sends all that waits, whatever is under way. */
  private void hurry() {
    for (;;) {
      List<Ticket<Q, A>> group;
      synchronized (this) {
        group = next();
        if (group.isEmpty()) watched = false;
      }
      if (group.isEmpty()) return;
      send(group);
    }
  }

  synchronized boolean isEmpty() {
    return underWay == 0 && waiting.isEmpty();
  }

  /** Those that leave now; a call is under way if there are any. */
  private List<Ticket<Q, A>> next() {
    var group = new ArrayList<Ticket<Q, A>>(Math.min(waiting.size(), mostTogether));
    while (!waiting.isEmpty() && group.size() < mostTogether) group.add(waiting.poll());
    if (!group.isEmpty()) underWay += 1;
    return group;
  }

  private void send(List<Ticket<Q, A>> group) {
    if (group.isEmpty()) return;
    var together = group.size() > 1;
    var requests = new ArrayList<Q>(group.size());
    for (var ticket : group) {
      ticket.together = together;
      requests.add(ticket.request);
    }
    var open = new AtomicInteger(group.size());
    List<CompletableFuture<A>> answers;
    try {
      answers = line.send(requests);
    } catch (Exception | LinkageError e) {
      for (var ticket : group) ended(ticket, open, null, e);
      return;
    }
    for (var at = 0; at < group.size(); at++) {
      var ticket = group.get(at);
      answers.get(at).whenComplete((answer, failure) -> ended(ticket, open, answer, failure));
    }
  }

  /** The next call leaves before the last answer is told: whoever gets that is busy with it. */
  private void ended(Ticket<Q, A> ticket, AtomicInteger open, A answer, Throwable failure) {
    if (open.decrementAndGet() == 0) {
      List<Ticket<Q, A>> group;
      synchronized (this) {
        underWay -= 1;
        group = underWay < mostUnderWay ? next() : List.of();
      }
      send(group);
    }
    if (failure == null) ticket.complete(answer);
    else ticket.completeExceptionally(failure);
  }
}
