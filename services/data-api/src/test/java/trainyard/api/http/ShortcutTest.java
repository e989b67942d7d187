package trainyard.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trainyard.api.Settings;
import trainyard.api.audit.Audit;
import trainyard.api.limits.InFlight;
import trainyard.api.limits.Rates;
import trainyard.api.metrics.Metrics;
import trainyard.api.security.Access;
import trainyard.api.security.Gate;
import trainyard.api.security.Passwords;
import trainyard.api.security.Sessions;
import trainyard.api.security.UsersFile;

@DisplayName("a plain request")
class ShortcutTest {
  private static final String THING = "/v1/things/{thing}";

  private final ByteArrayOutputStream audited = new ByteArrayOutputStream();
  private final Metrics metrics = new Metrics();
  private final InFlight inFlight = new InFlight(2);
  /** Answers that were begun and are not there yet. */
  private final LinkedBlockingQueue<CompletableFuture<Optional<byte[]>>> begun = new LinkedBlockingQueue<>();
  private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private ApiServer server;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    var settings = Settings.parse(Map.of("DATA_API_LISTEN", "127.0.0.1", "DATA_API_PORT", "0"));
    var users = folder.resolve("users.json");
    Files.writeString(users, "{\"users\":[],\"tokens\":[" + token("reader") + "," + token("writer") + "]}");
    var clock = Clock.systemUTC();
    var sessions = new Sessions(new byte[32], Duration.ofHours(1), clock);
    var gate = new Gate(new UsersFile(users), sessions, new Passwords(sessions, clock), clock);
    var audit = new Audit(metrics, clock, new PrintStream(audited, true, StandardCharsets.UTF_8));
    Routes routes = all -> {
      all.get(THING, context -> context.result("of the route"), Access.READER);
      all.put(THING, context -> context.result("of the route: " + new String(context.bodyAsBytes(), StandardCharsets.UTF_8)), Access.WRITER);
    };
    server = new ApiServer(settings, gate, new Rates(1000, System::nanoTime), inFlight, metrics, audit, List.of(routes), List.of(this::plain));
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private static String token(String role) throws Exception {
    var sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(("token of " + role).getBytes(StandardCharsets.UTF_8)));
    return "{\"id\":\"" + role + "\",\"user\":\"" + role + "\",\"role\":\"" + role + "\",\"sha256\":\"" + sha256 + "\"}";
  }

  private Optional<Plain.Asked> plain(String method, String path) {
    if (!path.startsWith("/v1/things/")) return Optional.empty();
    var isRead = method.equals("GET");
    return Optional.of(new Plain.Asked(THING, isRead ? Access.READER : Access.WRITER, !isRead, body -> {
      if (body != null && new String(body, StandardCharsets.UTF_8).contains("odd")) throw new IOException("not so plain");
      var answer = new CompletableFuture<Optional<byte[]>>();
      begun.add(answer);
      return answer;
    }));
  }

  private HttpRequest.Builder request(String role) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/v1/things/one")).header("Authorization", "Bearer token of " + role);
  }

  private CompletableFuture<HttpResponse<String>> sent(HttpRequest request) {
    return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest write(String json) {
    return request("writer").header("Content-Type", "application/json").PUT(HttpRequest.BodyPublishers.ofString(json)).build();
  }

  /** The lines of the audit, once nothing is under way: a line comes after its answer. */
  private List<JsonNode> audit() throws Exception {
    assertTrue(inFlight.awaitNone(Duration.ofMinutes(1)));
    return audited.toString(StandardCharsets.UTF_8).lines().map(line -> {
      try {
        return Json.MAPPER.readTree(line);
      } catch (IOException e) {
        throw new AssertionError(line, e);
      }
    }).toList();
  }

  @Test
  @DisplayName("that reads is answered when its answer is there, and is counted until then")
  void reads() throws Exception {
    var answer = sent(request("reader").build());
    var work = begun.take();
    assertEquals(1, inFlight.running());
    work.complete(Optional.of("{\"a\":1}".getBytes(StandardCharsets.UTF_8)));
    var got = answer.get();
    assertEquals(List.of(200, "{\"a\":1}"), List.of(got.statusCode(), got.body()));
    var headers = List.of("content-type", "x-content-type-options").stream().map(name -> got.headers().firstValue(name).orElse("")).toList();
    assertEquals(List.of("application/json", "nosniff"), headers);
    assertTrue(got.headers().firstValue("x-request-id").isPresent());
    assertEquals(List.of(), audit());
    assertTrue(metrics.text().contains("data_api_request_duration_seconds_count{method=\"GET\",route=\"/v1/things/{thing}\",status=\"200\"} 1"));
  }

  @Test
  @DisplayName("that writes is answered without a body, and is in the audit")
  void writes() throws Exception {
    var answer = sent(write("{}"));
    begun.take().complete(Optional.empty());
    assertEquals(204, answer.get().statusCode());
    var line = audit().get(0);
    var said = List.of("user", "token", "action", "target", "outcome").stream().map(name -> line.get(name).asText()).toList();
    assertEquals(List.of("writer", "writer", "PUT " + THING, "/v1/things/one", "done"), said);
    assertEquals(answer.get().headers().firstValue("x-request-id").orElseThrow(), line.get("requestId").asText());
  }

  @Test
  @DisplayName("is told as a problem what failed, and when to come again")
  void failures() throws Exception {
    var missing = sent(request("reader").build());
    begun.take().completeExceptionally(new Problem(Kind.NOT_FOUND, "there is no such thing"));
    assertEquals(404, missing.get().statusCode());
    assertEquals("there is no such thing", Json.MAPPER.readTree(missing.get().body()).get("detail").asText());
    assertEquals(Json.PROBLEM, missing.get().headers().firstValue("content-type").orElseThrow());
    var away = sent(write("{}"));
    begun.take().completeExceptionally(new IOException("no region server"));
    assertEquals(503, away.get().statusCode());
    assertEquals("5", away.get().headers().firstValue("retry-after").orElseThrow());
    assertEquals("failed", audit().get(0).get("outcome").asText());
  }

  @Test
  @DisplayName("goes to the route with its whole body where it is not so plain after all")
  void onward() throws Exception {
    var large = "odd " + "x".repeat(50_000);
    assertEquals("of the route: " + large, sent(write(large)).get().body());
    var larger = "x".repeat(100_000);
    assertEquals("of the route: " + larger, sent(write(larger)).get().body());
    var asked = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/v1/things/one?versions=2"))
        .header("Authorization", "Bearer token of reader").build();
    assertEquals("of the route", sent(asked).get().body());
    assertTrue(begun.isEmpty());
  }

  @Test
  @DisplayName("of somebody who may not, or is not known, is refused by the route and in the audit")
  void refused() throws Exception {
    var put = HttpRequest.BodyPublishers.ofString("{}");
    assertEquals(403, sent(request("reader").header("Content-Type", "application/json").PUT(put).build()).get().statusCode());
    assertEquals(401, sent(request("nobody").build()).get().statusCode());
    assertEquals(List.of(403, 401), audit().stream().map(line -> line.get("status").asInt()).toList());
    assertTrue(begun.isEmpty());
  }

  @Test
  @DisplayName("finds no place where all are taken, and finds one again")
  void places() throws Exception {
    var first = sent(request("reader").build());
    var second = sent(request("reader").build());
    var works = List.of(begun.take(), begun.take());
    var third = sent(request("reader").build()).get();
    assertEquals(503, third.statusCode());
    for (var work : works) work.complete(Optional.of(new byte[] {'1'}));
    assertEquals(List.of("1", "1"), List.of(first.get().body(), second.get().body()));
    assertTrue(inFlight.awaitNone(Duration.ofMinutes(1)));
    var again = sent(request("reader").build());
    begun.take().complete(Optional.of(new byte[] {'2'}));
    assertEquals("2", again.get().body());
  }

  @Test
  @DisplayName("goes to the route once the end has begun: it tells the caller to close the connection")
  void closing() throws Exception {
    server.close();
    var got = sent(request("reader").build()).get();
    assertEquals(List.of("of the route", "close"), List.of(got.body(), got.headers().firstValue("connection").orElse("")));
  }
}
