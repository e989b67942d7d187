package trainyard.api.files;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import trainyard.api.audit.Audit;
import trainyard.api.http.Json;
import trainyard.api.http.Kind;
import trainyard.api.http.Problem;
import trainyard.api.http.Routes;
import trainyard.api.security.Access;
import trainyard.api.security.Identity;

/** `/v1/files` and `/v1/metadata`. */
public final class FileRoutes implements Routes {
  private static final Pattern DIGEST = Pattern.compile("sha-256=:([A-Za-z0-9+/]{43}=):");

  record Patch(@JsonProperty("contentType") JsonNode contentType, @JsonProperty("properties") JsonNode properties) {}

  /** Content of a path as it was in a snapshot. */
  @FunctionalInterface
  public interface Past {
    Files.Opened open(String snapshot, FilePath path) throws IOException;
  }

  private final Files files;
  private final Receiving receiving;
  private final Sending sending;
  private final Past past;
  private final long mostBytes;

  public FileRoutes(Files files, Receiving receiving, Sending sending, Past past, long mostBytes) {
    this.files = files;
    this.receiving = receiving;
    this.sending = sending;
    this.past = past;
    this.mostBytes = mostBytes;
  }

  @Override
  public void register(RoutesConfig routes) {
    routes.get("/v1/files", this::read, Access.READER);
    routes.head("/v1/files", this::read, Access.READER);
    routes.put("/v1/files", this::write, Access.WRITER);
    routes.delete("/v1/files", this::delete, Access.WRITER);
    routes.get("/v1/metadata", this::metadata, Access.READER);
    routes.patch("/v1/metadata", this::describe, Access.WRITER);
  }

  private void read(Context context) throws IOException {
    var path = path(context);
    var snapshot = context.queryParam("snapshot");
    try (var opened = snapshot == null ? files.open(path) : past.open(snapshot, path)) {
      sending.send(context, opened);
    }
  }

  private void write(Context context) throws IOException {
    var path = path(context);
    var precondition = Precondition.ofPut(context);
    var type = Properties.contentType(context.contentType(), "Content-Type");
    var expected = digest(context.header("Repr-Digest"));
    if (context.header("Content-Range") != null)
      throw Problem.badInput("Content-Range", "is not read; use /v1/uploads for a file in parts");
    files.checkBefore(path, precondition);
    var content = receiving.receive(context.req().getInputStream(), context.req().getContentLengthLong(), mostBytes);
    Audit.note(context, "bytes", content.sizeBytes());
    if (expected != null && !expected.equals(Sending.base64(content.sha256()))) {
      files.discard(content);
      throw new Problem(Kind.CONTENT_MISMATCH, "the content has another SHA-256 than Repr-Digest says: it was damaged on the way");
    }
    answer(context, files.publish(path, content, type, Identity.of(context).user(), precondition));
  }

  /** The file that a write has made. */
  public static void answer(Context context, Files.Published published) {
    Audit.note(context, "etag", published.read().entry().etag());
    context.header("ETag", published.read().entry().etag());
    context.status(published.isNew() ? 201 : 200).json(Answers.file(published.read()));
  }

  /** Throws a problem 400 where it is none. */
  public static String contentType(String given, String where) {
    return Properties.contentType(given, where);
  }

  private void delete(Context context) throws IOException {
    files.delete(path(context), Precondition.ofDelete(context));
    context.status(204);
  }

  private void metadata(Context context) throws IOException {
    var read = files.get(path(context));
    context.header("ETag", read.entry().etag()).header("Cache-Control", "private, no-cache");
    context.json(Answers.file(read));
  }

  private void describe(Context context) throws IOException {
    var path = path(context);
    var precondition = Precondition.ofPatch(context);
    var patch = Json.patch(context, Patch.class);
    var type = patch.contentType();
    if (type != null && !type.isTextual()) throw Problem.badInput("$.contentType", "must be text");
    var read = files.describe(path, precondition,
        type == null ? null : Properties.contentType(type.asText(), "$.contentType"), properties(patch.properties()));
    Audit.note(context, "etag", read.entry().etag());
    context.header("ETag", read.entry().etag()).json(Answers.file(read));
  }

  private static Map<String, String> properties(JsonNode given) {
    if (given == null) return null;
    if (!given.isObject()) throw Problem.badInput("$.properties", "must be an object");
    var properties = new LinkedHashMap<String, String>();
    given.properties().forEach(one -> {
      if (!one.getValue().isTextual() && !one.getValue().isNull())
        throw Problem.badInput("$.properties." + one.getKey(), "must be text, or null to remove it");
      properties.put(one.getKey(), one.getValue().isNull() ? null : one.getValue().asText());
    });
    return properties;
  }

  private static String digest(String header) {
    if (header == null) return null;
    var matcher = DIGEST.matcher(header);
    if (matcher.find()) return matcher.group(1);
    throw Problem.badInput("Repr-Digest", "must have sha-256=:<base64>:");
  }

  private static FilePath path(Context context) {
    return FilePath.parseBelowRoot(context.queryParam("path"), "path");
  }
}
