package trainyard.api.snapshots;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import trainyard.api.audit.Audit;
import trainyard.api.files.FilePath;
import trainyard.api.http.Json;
import trainyard.api.http.Problem;
import trainyard.api.http.Routes;
import trainyard.api.security.Access;

/** `/v1/snapshots`. */
public final class SnapshotRoutes implements Routes {
  private static final String NAME = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

  record Take(@JsonProperty("path") String path, @JsonProperty("name") String name) {}

  record Answer(String id, String path, String name, long files, long bytes, String manifestSha256, String createdAt) {}

  private final Snapshots snapshots;

  public SnapshotRoutes(Snapshots snapshots) {
    this.snapshots = snapshots;
  }

  @Override
  public void register(RoutesConfig routes) {
    routes.get("/v1/snapshots", this::list, Access.READER);
    routes.post("/v1/snapshots", this::take, Access.WRITER);
    routes.delete("/v1/snapshots/{id}", this::delete, Access.ADMIN);
    routes.get("/v1/snapshots/{id}/manifest", this::manifest, Access.READER);
  }

  private void list(Context context) throws IOException {
    var path = FilePath.parseBelowRoot(context.queryParam("path"), "path");
    context.header("Cache-Control", "private, no-cache");
    context.json(Map.of("snapshots", snapshots.list(path).stream().map(SnapshotRoutes::answer).toList()));
  }

  private void take(Context context) throws IOException {
    var body = Json.body(context, Take.class);
    var path = FilePath.parseBelowRoot(body.path(), "$.path");
    if (body.name() == null || !body.name().matches(NAME))
      throw Problem.badInput("$.name", "must be 1 to 63 small letters, digits and - inside");
    var taken = snapshots.take(path, body.name());
    Audit.note(context, "path", path.toString());
    Audit.note(context, "snapshot", taken.snapshot().id());
    context.status(taken.isNew() ? 201 : 200).json(answer(taken.snapshot()));
  }

  private void delete(Context context) throws IOException {
    var id = context.pathParam("id");
    Audit.note(context, "snapshot", id);
    snapshots.delete(id);
    context.status(204);
  }

  private void manifest(Context context) throws IOException {
    var snapshot = snapshots.get(context.pathParam("id"));
    var response = context.res();
    response.setStatus(200);
    context.status(200);
    response.setHeader("ETag", "\"" + snapshot.manifestSha256() + "\"");
    response.setHeader("Cache-Control", "private, max-age=31536000, immutable");
    response.setContentType("application/jsonl");
    var out = response.getOutputStream();
    snapshots.lines(snapshot, line -> {
      try {
        out.write(line.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
    out.flush();
  }

  private static Answer answer(Snapshot snapshot) {
    return new Answer(snapshot.id(), snapshot.path(), snapshot.name(), snapshot.files(), snapshot.bytes(), snapshot.manifestSha256(),
        Instant.ofEpochMilli(snapshot.createdMillis()).toString());
  }
}
