package trainyard.api.bench;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * A connection that stays open, for one thread. It does as little as a client can: on the two processors that it shares with what is
 * measured, `java.net.http` would be half of it.
 */
final class HttpConnection {
  private static final int BUFFER_BYTES = 64 << 10;
  /** The service closes a connection that was idle for a minute. */
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final int TIMEOUT_MILLIS = 120_000;

  /** What was answered; the body is empty where there is none. */
  record Answer(int status, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /** Writes as many bytes as were announced. */
  @FunctionalInterface
  interface Body {
    void to(OutputStream out) throws IOException;
  }

  private final URI service;
  private final String always;
  private Socket socket;
  private InputStream in;
  /** What was read and not yet looked at is from `from` to `to`. */
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int from;
  private int to;
  private OutputStream out;
  private long usedNanos;

  HttpConnection(URI service, String token) {
    this.service = service;
    always = " HTTP/1.1\r\nHost: " + service.getAuthority() + "\r\nAuthorization: Bearer " + token + "\r\n";
  }

  /** Throws where another status is answered than this one. */
  Answer get(String target, int status) throws IOException {
    return expected(ask("GET", target), "GET " + target, status);
  }

  void remove(String target) throws IOException {
    expected(ask("DELETE", target), "DELETE " + target, 204);
  }

  /** Whatever is answered to a request without a body. */
  Answer ask(String method, String target) throws IOException {
    head(method, target, "");
    out.flush();
    return answer();
  }

  Answer send(String method, String target, String json, int status) throws IOException {
    var bytes = json.getBytes(StandardCharsets.UTF_8);
    return send(method, target, "application/json", bytes.length, to -> to.write(bytes), status);
  }

  Answer send(String method, String target, String type, long length, Body body, int status) throws IOException {
    head(method, target, "Content-Type: " + type + "\r\nContent-Length: " + length + "\r\n");
    body.to(out);
    out.flush();
    return expected(answer(), method + " " + target, status);
  }

  private void open() throws IOException {
    if (socket != null) socket.close();
    socket = new Socket(service.getHost(), service.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = socket.getInputStream();
    from = to = 0;
    out = new BufferedOutputStream(socket.getOutputStream(), BUFFER_BYTES);
  }

  private void head(String method, String target, String headers) throws IOException {
    var now = System.nanoTime();
    if (socket == null || now - usedNanos > IDLE_NANOS) open();
    usedNanos = now;
    out.write((method + " " + target + always + headers + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Answer expected(Answer answer, String request, int status) throws IOException {
    if (answer.status() == status) return answer;
    throw new IOException(request + ": " + answer.status() + ", not " + status + ": " + answer.text());
  }

  private Answer answer() throws IOException {
    var head = head();
    var got = Integer.parseInt(head.substring(9, 12));
    var length = got == 204 ? 0 : length(head);
    usedNanos = System.nanoTime();
    return new Answer(got, body(length));
  }

  /** All up to the empty line, which is read as well. */
  private String head() throws IOException {
    if (from == to) from = to = 0;
    for (var at = from; ; at++) {
      while (at + 3 >= to) more();
      if (buffer[at] != '\r' || buffer[at + 1] != '\n' || buffer[at + 2] != '\r' || buffer[at + 3] != '\n') continue;
      var head = new String(buffer, from, at + 2 - from, StandardCharsets.ISO_8859_1);
      from = at + 4;
      return head;
    }
  }

  private static int length(String head) throws IOException {
    var name = "\r\nContent-Length: ";
    var at = head.indexOf(name);
    if (at < 0) throw new IOException("an answer does not say how long it is: " + head);
    return Integer.parseInt(head.substring(at + name.length(), head.indexOf('\r', at + 2)));
  }

  private byte[] body(int length) throws IOException {
    var body = new byte[length];
    var got = Math.min(length, to - from);
    System.arraycopy(buffer, from, body, 0, got);
    from += got;
    if (in.readNBytes(body, got, length - got) < length - got) throw new EOFException("the service closed the connection");
    return body;
  }

  /** More of the answer, after what was not looked at yet. */
  private void more() throws IOException {
    if (to == buffer.length) throw new IOException("the head of an answer is longer than " + buffer.length + " bytes");
    var got = in.read(buffer, to, buffer.length - to);
    if (got < 0) throw new EOFException("the service closed the connection");
    to += got;
  }
}
