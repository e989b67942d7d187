package trainyard.api.http;

import io.javalin.config.RoutesConfig;

/**
 * The routes of one subject. Each names who may call it, as an {@link trainyard.api.security.Access}:
 * {@code routes.get("/v1/tables", this::list, Access.READER)}. A handler throws {@link Problem} for what the caller can
 * mend; what the data layer throws is told by {@link Failures}.
 */
@FunctionalInterface
public interface Routes {
  void register(RoutesConfig routes);
}
