package trainyard.api.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import trainyard.api.security.Access;

/** The page for people: files of {@code services/data-api/page}, from the program itself. It holds no secret and no data. */
public final class PageRoutes implements Routes {
  private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
      + "form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";
  private static final Map<String, String> TYPES = Map.of(
      "html", "text/html; charset=utf-8",
      "js", "text/javascript; charset=utf-8",
      "css", "text/css; charset=utf-8",
      "svg", "image/svg+xml");
  private static final Pattern FILE = Pattern.compile("(?:[a-z0-9-]+/)*[a-z0-9-]+\\.(html|js|css|svg)");

  record Part(byte[] bytes, String type, String etag) {}

  /** Of files that there are: a caller who guesses names fills no memory. */
  private final Map<String, Part> parts = new ConcurrentHashMap<>();

  @Override
  public void register(RoutesConfig routes) {
    routes.get("/", context -> answer(context, "index.html"), Access.ANYONE);
    routes.get("/page/<file>", context -> answer(context, context.pathParam("file")), Access.ANYONE);
  }

  private void answer(Context context, String file) {
    var matched = FILE.matcher(file);
    if (!matched.matches()) throw new Problem(Kind.NOT_FOUND, "the page has no such file");
    var part = parts.computeIfAbsent(file, name -> read(name).orElse(null));
    if (part == null) throw new Problem(Kind.NOT_FOUND, "the page has no such file");
    context.header("Content-Security-Policy", POLICY)
        .header("Cross-Origin-Opener-Policy", "same-origin")
        .header("Referrer-Policy", "no-referrer")
        .header("Cache-Control", "no-cache")
        .header("ETag", part.etag());
    if (part.etag().equals(context.header("If-None-Match"))) context.status(304);
    else context.contentType(part.type()).result(part.bytes());
  }

  static Optional<Part> read(String file) {
    try (var in = PageRoutes.class.getResourceAsStream("/page/" + file)) {
      if (in == null) return Optional.empty();
      var bytes = in.readAllBytes();
      var digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 12);
      var type = TYPES.get(file.substring(file.lastIndexOf('.') + 1));
      return Optional.of(new Part(bytes, type, '"' + digest + '"'));
    } catch (IOException e) {
      throw new UncheckedIOException("page/" + file + " cannot be read", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
