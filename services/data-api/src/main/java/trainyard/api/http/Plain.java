package trainyard.api.http;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import trainyard.api.security.Access;

/**
 * Requests so plain that no thread need wait for their answer: without a query, and with a path in letters that stand for themselves.
 * The routes know them as well, and answer them in the same way.
 */
@FunctionalInterface
public interface Plain {
  /** None where this is not one of them. */
  Optional<Asked> of(String method, String path);

  /** `route` is the path as it was registered. */
  record Asked(String route, Access needs, boolean hasBody, Start start) {}

  /** Begins with it and waits for nothing. Throws where the route has to find out what is wrong; nothing was done then. */
  @FunctionalInterface
  interface Start {
    /** The JSON of a 200, or none, which is a 204; or what it failed with. */
    CompletableFuture<Optional<byte[]>> with(byte[] body) throws Exception;
  }
}
