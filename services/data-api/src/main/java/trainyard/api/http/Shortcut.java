package trainyard.api.http;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import trainyard.api.audit.Audit;
import trainyard.api.limits.InFlight;
import trainyard.api.limits.Rates;
import trainyard.api.metrics.Metrics;
import trainyard.api.security.Gate;
import trainyard.api.security.Identity;

/**
 * Answers plain requests without a thread that waits: who read one begins with it, who gets HBase's answer sends it. All else goes on
 * to the routes, on a thread of their own; so does what is refused before it began, and the routes find that out again and tell it.
 */
final class Shortcut extends Handler.Wrapper {
  private final List<Plain> plain;
  private final Gate gate;
  private final Rates rates;
  private final InFlight inFlight;
  private final Metrics metrics;
  private final Audit audit;
  private volatile boolean closed;

  Shortcut(List<Plain> plain, Gate gate, Rates rates, InFlight inFlight, Metrics metrics, Audit audit) {
    super(false);
    this.plain = plain;
    this.gate = gate;
    this.rates = rates;
    this.inFlight = inFlight;
    this.metrics = metrics;
    this.audit = audit;
  }

  /** All that may wait is done on other threads. */
  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  /** From now on every request goes to the routes. */
  void close() {
    closed = true;
  }

  /** What is known of a request when it has been answered: nothing may be asked of it then. */
  private record Trip(
      Plain.Asked asked, Identity identity, Audit.Call call, long started, Executor executor, Response response, Callback callback,
      AtomicBoolean entered) {}

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    var asked = asked(request);
    if (asked.isEmpty()) return onward(request, response, callback);
    var identity = gate.known(request.getHeaders().get(HttpHeader.AUTHORIZATION));
    if (identity.isEmpty() || !identity.get().access().covers(asked.get().needs())) return onward(request, response, callback);
    var trip = trip(asked.get(), identity.get(), request, response, callback);
    if (!asked.get().hasBody()) {
      begin(trip, null, () -> onward(request, response, callback));
      return true;
    }
    var body = SmallBody.of(request);
    if (body == null) return onward(request, response, callback);
    Runnable again = () -> onward(body.again(), response, callback);
    body.read(bytes -> begin(trip, bytes, again), again);
    return true;
  }

  private static Trip trip(Plain.Asked asked, Identity identity, Request request, Response response, Callback callback) {
    var path = request.getHttpURI().getPath();
    var call = new Audit.Call(
        request.getMethod(), asked.route(), path, null, Request.getRemoteAddr(request), ApiServer.requestId());
    return new Trip(asked, identity, call, System.nanoTime(), request.getComponents().getExecutor(), response, callback,
        new AtomicBoolean());
  }

  private Optional<Plain.Asked> asked(Request request) {
    var uri = request.getHttpURI();
    if (closed || uri.getQuery() != null) return Optional.empty();
    for (var one : plain) {
      var asked = one.of(request.getMethod(), uri.getPath());
      if (asked.isPresent()) return asked.get().hasBody() || request.getLength() <= 0 ? asked : Optional.empty();
    }
    return Optional.empty();
  }

  private void begin(Trip trip, byte[] body, Runnable again) {
    if (!enter(trip)) {
      again.run();
      return;
    }
    CompletableFuture<Optional<byte[]>> answer;
    try {
      answer = trip.asked().start().with(body);
    } catch (Exception | LinkageError e) {
      leave(trip);
      again.run();
      return;
    }
    answer.whenComplete((json, failure) -> {
      try {
        answer(trip, json, failure);
      } catch (RuntimeException | LinkageError e) {
        leave(trip);
        trip.callback().failed(e);
      }
    });
  }

  private boolean enter(Trip trip) {
    if (!inFlight.enter()) return false;
    if (rates.take(ApiServer.caller(trip.identity())) > 0) {
      inFlight.leave();
      return false;
    }
    trip.entered().set(true);
    metrics.running.set(inFlight.running());
    return true;
  }

  /** Once for each that entered, however it ended. */
  private void leave(Trip trip) {
    if (!trip.entered().compareAndSet(true, false)) return;
    inFlight.leave();
    metrics.running.set(inFlight.running());
  }

  private void answer(Trip trip, Optional<byte[]> json, Throwable failure) {
    if (failure != null) {
      var problem = Failures.problem(failure);
      ApiServer.log(problem, failure, trip.call().requestId(), trip.call().method(), trip.call().target());
      send(trip, problem.kind().status(), problem.headers(), Json.PROBLEM, ApiServer.text(problem, trip.call().target()), problem.getMessage());
    } else if (json.isEmpty()) {
      send(trip, 204, Map.of(), null, new byte[0], null);
    } else {
      send(trip, 200, Map.of(), ApiServer.JSON, json.get(), null);
    }
  }

  private void send(Trip trip, int status, Map<String, String> more, String type, byte[] body, String detail) {
    var headers = trip.response().getHeaders();
    ApiServer.HEADERS.forEach(headers::put);
    more.forEach(headers::put);
    headers.put(ApiServer.REQUEST_ID, trip.call().requestId());
    if (type != null) headers.put(HttpHeader.CONTENT_TYPE, type);
    trip.response().setStatus(status);
    trip.response().write(true, ByteBuffer.wrap(body), Callback.from(trip.callback(), () -> end(trip, status, detail)));
  }

  private void end(Trip trip, int status, String detail) {
    var call = trip.call();
    metrics.requests.labelValues(call.method(), call.route(), Integer.toString(status)).observe((System.nanoTime() - trip.started()) / 1e9);
    if (Audit.isRead(call.method())) {
      leave(trip);
      return;
    }
    // Whoever reads the log may be slow, and this thread has answers of others.
    trip.executor().execute(() -> {
      try {
        audit.record(call, trip.identity(), status, detail, Map.of());
      } finally {
        leave(trip);
      }
    });
  }

  private boolean onward(Request request, Response response, Callback callback) {
    request.getComponents().getExecutor().execute(() -> {
      try {
        if (!super.handle(request, response, callback)) Response.writeError(request, response, callback, 404);
      } catch (Throwable thrown) {
        Response.writeError(request, response, callback, thrown);
      }
    });
    return true;
  }
}
