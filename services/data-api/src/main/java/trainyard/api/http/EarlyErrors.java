package trainyard.api.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What the web server refuses before a route is looked for, as a path that is no path: a problem as well, not a page. */
final class EarlyErrors extends ErrorHandler {
  @Override
  protected void generateResponse(Request request, Response response, int status, String message, Throwable cause, Callback done) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Json.PROBLEM);
    response.write(true, problem(status, message, request.getHttpURI().getPath()), done);
  }

  private static ByteBuffer problem(int status, String reason, String path) {
    var body = Failures.ofStatus(status, reason == null ? "the request cannot be read" : reason).body(path == null ? "" : path);
    return ByteBuffer.wrap(Json.MAPPER.valueToTree(body).toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
