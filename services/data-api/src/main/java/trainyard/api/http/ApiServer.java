package trainyard.api.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.json.JavalinJackson;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trainyard.api.Settings;
import trainyard.api.audit.Audit;
import trainyard.api.limits.InFlight;
import trainyard.api.limits.Rates;
import trainyard.api.metrics.Metrics;
import trainyard.api.security.Gate;
import trainyard.api.security.Identity;

/** The public port: every request is limited, known, admitted, answered, counted and, where it matters, audited. */
public final class ApiServer {
  private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
  private static final String STARTED = "trainyard.started";
  private static final String DETAIL = "trainyard.detail";
  private static final String ID = "trainyard.id";
  static final String JSON = "application/json";
  static final String REQUEST_ID = "X-Request-Id";
  /** Of every answer. */
  static final Map<String, String> HEADERS = Map.of("X-Content-Type-Options", "nosniff");
  /** For health, the document and refusals, which the limit of requests does not count. */
  private static final int SPARE_THREADS = 32;
  private static final int IDLE_MILLIS = 60_000;

  private final Settings settings;
  private final Gate gate;
  private final Rates rates;
  private final InFlight inFlight;
  private final Metrics metrics;
  private final Audit audit;
  private final Shortcut shortcut;
  private final Javalin server;
  private volatile boolean closing;

  public ApiServer(Settings settings, Gate gate, Rates rates, InFlight inFlight, Metrics metrics, Audit audit,
      List<Routes> subjects, List<Plain> plain) {
    this.settings = settings;
    this.gate = gate;
    this.rates = rates;
    this.inFlight = inFlight;
    this.metrics = metrics;
    this.audit = audit;
    this.shortcut = new Shortcut(plain, gate, rates, inFlight, metrics, audit);
    this.server = Javalin.create(config -> configure(config, subjects));
  }

  public void start() {
    server.start(settings.listen(), settings.port());
    LOG.info("the API listens on {}:{}", settings.listen(), server.port());
  }

  /** Asks itself for health once, so that the first who asks does not wait until the JVM has loaded what answers. */
  public void warm() {
    var host = settings.listen().equals("0.0.0.0") ? "127.0.0.1" : settings.listen();
    try (var in = new java.net.URI("http", null, host, server.port(), "/health", null, null).toURL().openStream()) {
      in.readAllBytes();
    } catch (java.io.IOException | java.net.URISyntaxException e) {
      LOG.debug("the first look at our own health was not answered with 200", e);
    }
  }

  public int port() {
    return server.port();
  }

  /** Asks callers to open no further request on their connections. */
  public void close() {
    closing = true;
    shortcut.close();
  }

  /** Takes no new connection. */
  public void stopAccepting() {
    for (var connector : server.jettyServer().server().getConnectors()) {
      if (connector instanceof ServerConnector door) door.close();
    }
  }

  public void stop() {
    server.stop();
  }

  private void configure(JavalinConfig config, List<Routes> subjects) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.prefer405over404 = true;
    config.http.maxRequestSize = settings.maxBodyBytes();
    config.http.compressionStrategy = io.javalin.compression.CompressionStrategy.NONE;
    config.http.defaultContentType = JSON;
    config.jsonMapper(new JavalinJackson(Json.MAPPER, false));
    var threads = settings.maxConcurrent() + SPARE_THREADS;
    config.jetty.threadPool = new QueuedThreadPool(threads, Math.min(8, threads), IDLE_MILLIS);
    config.jetty.modifyServer(jetty -> {
      jetty.setErrorHandler(new EarlyErrors());
      // Without the handler that Javalin counts with: we count ourselves.
      jetty.setHandler(shortcut);
      jetty.setDynamic(false);
    });
    config.jetty.modifyHttpConfiguration(http -> {
      http.setSendServerVersion(false);
      http.setIdleTimeout(IDLE_MILLIS);
      http.setRequestHeaderSize(64 * 1024);
    });
    var routes = config.routes;
    routes.before(this::begin);
    routes.beforeMatched(this::admit);
    for (var subject : subjects) subject.register(routes);
    routes.exception(Exception.class, (thrown, context) -> refuse(context, thrown));
    routes.error(404, context -> plain(context, Kind.NOT_FOUND, "there is no such route"));
    routes.error(405, context -> plain(context, Kind.METHOD_NOT_ALLOWED, "this route does not know " + context.method().name()));
    // Before the answer is sent: the logger of requests hears nothing of one that the caller did not wait for.
    routes.after(this::end);
    config.requestLogger.http((context, millis) -> measure(context));
  }

  private void begin(Context context) {
    context.attribute(STARTED, System.nanoTime());
    var id = requestId();
    context.attribute(ID, id);
    context.header(REQUEST_ID, id);
    HEADERS.forEach(context::header);
    if (closing) context.header("Connection", "close");
    Json.limitBody(context, settings.maxBodyBytes());
  }

  /** Nothing hangs on it that it cannot be guessed: the source for secrets is slower, and one for all threads. */
  static String requestId() {
    var random = ThreadLocalRandom.current();
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  private void admit(Context context) {
    if (context.path().startsWith("/v1/")) {
      if (!inFlight.enter()) {
        metrics.limited.labelValues("concurrency").inc();
        throw Problem.retryAfter(Kind.UNAVAILABLE, "all " + settings.maxConcurrent() + " places for requests are taken", 1);
      }
      Request.addCompletionListener(ServletContextRequest.getServletContextRequest(context.req()), failure -> leave());
      metrics.running.set(inFlight.running());
      gate.identify(context);
      slow(context);
    }
    gate.admit(context);
  }

  private void slow(Context context) {
    var identity = Identity.of(context);
    var caller = identity.way() == Identity.Way.NONE ? "address " + context.ip() : caller(identity);
    var wait = rates.take(caller);
    if (wait == 0) return;
    metrics.limited.labelValues("rate").inc();
    throw Problem.retryAfter(Kind.TOO_MANY_REQUESTS,
        "at most " + settings.requestsPerSecond() + " requests a second for each user", wait);
  }

  /** As the limit of requests knows somebody who said who they are. */
  static String caller(Identity identity) {
    return "user " + identity.user();
  }

  private void refuse(Context context, Exception thrown) {
    var problem = thrown instanceof HttpResponseException http
        ? Failures.ofStatus(http.getStatus(), http.getMessage())
        : Failures.problem(thrown);
    log(problem, thrown, id(context), context.method().name(), context.path());
    // What was sent so far cannot be taken back: the connection is cut, so that nobody takes a part for the whole. To throw would not do:
    // Javalin writes a problem of its own after the part then.
    if (context.res().isCommitted()) {
      ServletContextRequest.getServletContextRequest(context.req()).getServletChannel().abort(thrown);
      return;
    }
    context.res().resetBuffer();
    for (var header : List.of("ETag", "Content-Range", "Content-Length", "Content-Disposition", "Repr-Digest", "Last-Modified"))
      context.res().setHeader(header, null);
    problem.headers().forEach(context::header);
    // Only for callers who are known: the others could keep threads busy.
    if (Identity.of(context).way() != Identity.Way.NONE) Unread.discard(context.req());
    send(context, problem);
  }

  /** What is our failure, or that of a store. */
  static void log(Problem problem, Throwable thrown, String id, String method, String path) {
    if (problem.kind() == Kind.INTERNAL || (problem.kind() == Kind.UNAVAILABLE && !(thrown instanceof Problem)))
      LOG.error("request {} ({} {}) failed", id, method, path, thrown);
  }

  private static void plain(Context context, Kind kind, String detail) {
    if (context.attribute(DETAIL) != null) return;
    send(context, new Problem(kind, detail));
  }

  private static void send(Context context, Problem problem) {
    context.attribute(DETAIL, problem.getMessage());
    context.status(problem.kind().status());
    context.contentType(Json.PROBLEM).result(text(problem, context.path()));
  }

  static byte[] text(Problem problem, String path) {
    return Json.MAPPER.valueToTree(problem.body(path)).toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private void end(Context context) {
    audit.record(context, id(context), route(context), context.statusCode(), context.attribute(DETAIL));
  }

  private void measure(Context context) {
    Long started = context.attribute(STARTED);
    if (started == null) return;
    var status = Integer.toString(context.statusCode());
    metrics.requests.labelValues(context.method().name(), route(context), status).observe((System.nanoTime() - started) / 1e9);
  }

  private static String route(Context context) {
    var matched = context.endpoints().matchedHttpEndpoint();
    return matched == null ? "none" : matched.path;
  }

  /** Once the answer is sent, or cannot be: who waits for the end of all requests waits for that. */
  private void leave() {
    inFlight.leave();
    metrics.running.set(inFlight.running());
  }

  private static String id(Context context) {
    String id = context.attribute(ID);
    return id == null ? "none" : id;
  }
}
