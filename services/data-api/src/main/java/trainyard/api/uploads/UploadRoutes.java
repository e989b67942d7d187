package trainyard.api.uploads;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import trainyard.api.audit.Audit;
import trainyard.api.data.DataLayer;
import trainyard.api.files.FilePath;
import trainyard.api.files.FileRoutes;
import trainyard.api.files.FileService;
import trainyard.api.files.Receiving;
import trainyard.api.http.Json;
import trainyard.api.http.Kind;
import trainyard.api.http.Problem;
import trainyard.api.http.Routes;
import trainyard.api.metrics.Metrics;
import trainyard.api.security.Access;
import trainyard.api.security.Identity;

/** `/v1/uploads`. */
public final class UploadRoutes implements Routes {
  record Begin(@JsonProperty("path") String path, @JsonProperty("sizeBytes") Long sizeBytes,
      @JsonProperty("contentType") String contentType, @JsonProperty("sha256") String sha256,
      @JsonProperty("replaces") String replaces) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Answer(String id, String path, long offsetBytes, Long sizeBytes, String createdAt, String expiresAt) {}

  public final Uploads uploads;

  public UploadRoutes(DataLayer layer, FileService service, Receiving receiving, Metrics metrics, Clock clock, Duration lifetime,
      long mostBytes) {
    var table = new UploadTable(layer, service.table("uploads"));
    this.uploads = new Uploads(table, service, receiving, metrics, clock, lifetime, mostBytes);
  }

  @Override
  public void register(RoutesConfig routes) {
    routes.post("/v1/uploads", this::begin, Access.WRITER);
    routes.get("/v1/uploads/{id}", context -> answer(context, 200, state(context)), Access.WRITER);
    routes.patch("/v1/uploads/{id}", this::append, Access.WRITER);
    routes.delete("/v1/uploads/{id}", this::end, Access.WRITER);
    routes.post("/v1/uploads/{id}/publish", this::publish, Access.WRITER);
  }

  private void begin(Context context) throws IOException {
    var body = Json.body(context, Begin.class);
    var errors = new ArrayList<Problem.Entry>();
    if (body.sizeBytes() != null && body.sizeBytes() < 0) errors.add(new Problem.Entry("$.sizeBytes", "must be at least 0"));
    if (body.sha256() != null && !body.sha256().matches("[0-9a-fA-F]{64}"))
      errors.add(new Problem.Entry("$.sha256", "must have 64 hex digits"));
    if (!errors.isEmpty()) throw Problem.badInput(errors);
    var path = FilePath.parseBelowRoot(body.path(), "$.path");
    var type = FileRoutes.contentType(body.contentType(), "$.contentType");
    var state = uploads.begin(path, body.sizeBytes(), type, body.sha256(), body.replaces(), Identity.of(context).user());
    Audit.note(context, "path", path.toString());
    context.header("Location", "/v1/uploads/" + state.read().id());
    answer(context, 201, state);
  }

  private void append(Context context) throws IOException {
    var type = context.contentType();
    if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase("application/octet-stream"))
      throw new Problem(Kind.UNSUPPORTED_CONTENT_TYPE, "Content-Type must be application/octet-stream");
    var given = context.header("Upload-Offset");
    if (given == null || !given.matches("\\d{1,18}")) throw Problem.badInput("Upload-Offset", "must be a whole number of bytes");
    var state = state(context);
    note(context, state);
    answer(context, 200, uploads.append(state, Long.parseLong(given), context.req().getInputStream(), context.req().getContentLengthLong()));
  }

  private void publish(Context context) throws IOException {
    var state = state(context);
    note(context, state);
    FileRoutes.answer(context, uploads.publish(state, Identity.of(context).user()));
  }

  private void end(Context context) throws IOException {
    var state = state(context);
    note(context, state);
    uploads.end(state);
    context.status(204);
  }

  private Uploads.State state(Context context) throws IOException {
    var identity = Identity.of(context);
    return uploads.get(context.pathParam("id"), identity.user(), identity.access() == Access.ADMIN);
  }

  private static void note(Context context, Uploads.State state) {
    Audit.note(context, "path", state.read().upload().path());
  }

  private static void answer(Context context, int status, Uploads.State state) {
    var upload = state.read().upload();
    context.header("Upload-Offset", Long.toString(state.offsetBytes())).header("Cache-Control", "no-store");
    context.status(status).json(new Answer(state.read().id(), upload.path(), state.offsetBytes(), upload.sizeBytes(),
        Instant.ofEpochMilli(upload.createdMillis()).toString(), Instant.ofEpochMilli(upload.expiresMillis()).toString()));
  }
}
