package trainyard.api.bench;

import java.net.URI;

/** The service that is measured, with a connection to it for each thread. */
final class Api {
  private final ThreadLocal<HttpConnection> connection;

  Api(String url, String token) {
    var service = URI.create(url);
    connection = ThreadLocal.withInitial(() -> new HttpConnection(service, token));
  }

  /** The connection of this thread. */
  HttpConnection here() {
    return connection.get();
  }
}
