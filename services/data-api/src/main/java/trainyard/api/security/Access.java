package trainyard.api.security;

import io.javalin.security.RouteRole;

/** Who may call a route: each includes those before it. */
public enum Access implements RouteRole {
  ANYONE,
  READER,
  WRITER,
  ADMIN;

  public boolean covers(Access needed) {
    return ordinal() >= needed.ordinal();
  }

  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
