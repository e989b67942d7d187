package trainyard.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

@DisplayName("the server")
class ApiServerTest {
  private final ByteArrayOutputStream audited = new ByteArrayOutputStream();
  private final InFlight inFlight = new InFlight(2);
  /** The caller has gone. */
  private final CountDownLatch gone = new CountDownLatch(1);
  private ApiServer server;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    var settings = Settings.parse(Map.of("DATA_API_LISTEN", "127.0.0.1", "DATA_API_PORT", "0"));
    var users = folder.resolve("users.json");
    Files.writeString(users, "{\"users\":[],\"tokens\":[]}");
    var clock = Clock.systemUTC();
    var sessions = new Sessions(new byte[32], Duration.ofHours(1), clock);
    var gate = new Gate(new UsersFile(users), sessions, new Passwords(sessions, clock), clock);
    var metrics = new Metrics();
    var audit = new Audit(metrics, clock, new PrintStream(audited, true, StandardCharsets.UTF_8));
    Routes routes = all -> {
      all.post("/v1/large", context -> {
        gone.await(1, TimeUnit.MINUTES);
        context.result(new byte[8 << 20]);
      }, Access.ANYONE);
      all.get("/v1/broken", context -> {
        context.res().setContentLengthLong(100);
        context.res().getOutputStream().write("a part".getBytes(StandardCharsets.US_ASCII));
        context.res().flushBuffer();
        throw new IOException("no data node has the rest");
      }, Access.ANYONE);
      all.get("/v1/endless", context -> {
        context.res().getOutputStream().write("a part".getBytes(StandardCharsets.US_ASCII));
        context.res().flushBuffer();
        throw new IOException("no region has the rest");
      }, Access.ANYONE);
    };
    server = new ApiServer(settings, gate, new Rates(1000, System::nanoTime), inFlight, metrics, audit, List.of(routes), List.of());
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private Socket sent(String request) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.getOutputStream().write((request + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private String answer(String request) throws IOException {
    try (var socket = sent(request)) {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  @Test
  @DisplayName("has its place again, and a line of the audit, where the caller did not wait for a large answer")
  void left() throws Exception {
    var socket = sent("POST /v1/large");
    while (inFlight.running() == 0) Thread.onSpinWait();
    socket.setSoLinger(true, 0);
    socket.close();
    gone.countDown();
    assertTrue(inFlight.awaitNone(Duration.ofSeconds(20)));
    assertEquals(1, audited.toString(StandardCharsets.UTF_8).lines().count());
  }

  @Test
  @DisplayName("adds nothing to an answer that broke off, and cuts the connection")
  void brokenOff() throws Exception {
    assertEquals("a part", answer("GET /v1/broken").split("\r\n\r\n", 2)[1]);
    assertTrue(inFlight.awaitNone(Duration.ofSeconds(20)));
  }

  @Test
  @DisplayName("does not end an answer of no known length that broke off as if it were whole")
  void brokenOffEndless() throws Exception {
    // Without the empty chunk that ends a whole one.
    assertEquals("6\r\na part", answer("GET /v1/endless").split("\r\n\r\n", 2)[1].strip());
    assertTrue(inFlight.awaitNone(Duration.ofSeconds(20)));
  }
}
