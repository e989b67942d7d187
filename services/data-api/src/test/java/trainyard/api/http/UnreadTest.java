package trainyard.api.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.javalin.Javalin;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class UnreadTest {
  private static final byte[] PART = new byte[64 << 10];
  private static final int PARTS = 64;

  @Test
  void letsACallerWhoStillSendsReadWhyTheyWereRefused() throws IOException {
    var server = Javalin.create(config -> {
      config.startup.showJavalinBanner = false;
      config.routes.put("/", context -> {
        Unread.discard(context.req());
        context.status(409);
      });
    }).start("127.0.0.1", 0);
    try {
      for (var turn = 0; turn < 20; turn++) {
        var answer = sent(server.port());
        assertTrue(answer.startsWith("HTTP/1.1 409"), answer);
      }
    } finally {
      server.stop();
    }
  }

  /** As a plain client does it: the whole body, then the answer. */
  private static String sent(int port) throws IOException {
    try (var socket = new Socket("127.0.0.1", port)) {
      var out = socket.getOutputStream();
      var head = "PUT / HTTP/1.1\r\nHost: here\r\nContent-Length: " + (long) PART.length * PARTS + "\r\n\r\n";
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      for (var part = 0; part < PARTS; part++) out.write(PART);
      out.flush();
      return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
    }
  }
}
