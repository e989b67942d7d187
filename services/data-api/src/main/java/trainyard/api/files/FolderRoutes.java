package trainyard.api.files;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import trainyard.api.http.Json;
import trainyard.api.http.Kind;
import trainyard.api.http.Problem;
import trainyard.api.http.Routes;
import trainyard.api.security.Access;
import trainyard.api.security.Gate;

/** `/v1/folders` and `/v1/quotas`. */
public final class FolderRoutes implements Routes {
  private static final int MOST_ENTRIES = 1000;

  record QuotaBody(@JsonProperty("maxFiles") Long maxFiles, @JsonProperty("maxBytes") Long maxBytes) {}

  private final Catalog catalog;
  private final Folders folders;
  private final Quotas quotas;

  public FolderRoutes(Catalog catalog, Folders folders, Quotas quotas) {
    this.catalog = catalog;
    this.folders = folders;
    this.quotas = quotas;
  }

  @Override
  public void register(RoutesConfig routes) {
    routes.get("/v1/folders", this::list, Access.READER);
    routes.put("/v1/folders", this::make, Access.WRITER);
    routes.delete("/v1/folders", this::delete, Access.WRITER);
    routes.get("/v1/quotas", this::quota, Access.READER);
    routes.put("/v1/quotas", this::setQuota, Access.ADMIN);
  }

  private void list(Context context) throws IOException {
    var path = path(context);
    var limit = limit(context.queryParam("limit"));
    var after = after(context.queryParam("pageToken"), path);
    folders.get(path);
    // One more than asked for tells whether there is another page. Files that are about to go are left out.
    var found = catalog.list(path, after, limit + 1);
    var entries = new ArrayList<Answers.FolderEntry>();
    for (var read : found.subList(0, Math.min(limit, found.size()))) if (!read.isGone()) entries.add(Answers.entry(read));
    var next = found.size() > limit ? token(path, found.get(limit - 1).path().name()) : null;
    context.header("Cache-Control", "private, no-cache");
    context.json(new Answers.FolderPage(path.toString(), entries, next));
  }

  private void make(Context context) throws IOException {
    var path = path(context);
    var made = folders.ensure(path);
    context.status(made ? 201 : 200).json(Answers.folder(folders.get(path)));
  }

  private void delete(Context context) throws IOException {
    var path = FilePath.parseBelowRoot(context.queryParam("path"), "path");
    var recursive = switch (String.valueOf(context.queryParam("recursive"))) {
      case "true" -> true;
      case "false", "null" -> false;
      default -> throw Problem.badInput("recursive", "must be true or false");
    };
    if (recursive) Gate.require(context, Access.ADMIN);
    folders.delete(path, recursive);
    context.status(204);
  }

  private void quota(Context context) throws IOException {
    var read = folders.get(path(context));
    answer(context, read, read.entry().quota() == null ? quotas.recount(read.path()) : catalog.used(read.path()));
  }

  private void setQuota(Context context) throws IOException {
    var path = path(context);
    var body = Json.body(context, QuotaBody.class, "maxFiles", "maxBytes");
    var errors = new ArrayList<Problem.Entry>();
    if (body.maxFiles() != null && body.maxFiles() < 0) errors.add(new Problem.Entry("$.maxFiles", "must be at least 0"));
    if (body.maxBytes() != null && body.maxBytes() < 0) errors.add(new Problem.Entry("$.maxBytes", "must be at least 0"));
    if (!errors.isEmpty()) throw Problem.badInput(errors);
    for (var tries = 0; tries < 20; tries++) {
      var read = folders.get(path);
      if (read.entry().deleting() != null) throw new Problem(Kind.CONFLICT, path + " is being deleted");
      var none = body.maxFiles() == null && body.maxBytes() == null;
      var set = catalog.replace(read, read.entry().with(none ? null : new Entry.Quota(body.maxFiles(), body.maxBytes())));
      if (set.isEmpty()) continue;
      answer(context, set.get(), quotas.recount(path));
      return;
    }
    throw Settling.busy(path);
  }

  private static void answer(Context context, Entry.Read read, Catalog.Used used) {
    var quota = read.entry().quota();
    context.json(new Answers.Quota(read.path().toString(), quota == null ? null : quota.maxFiles(),
        quota == null ? null : quota.maxBytes(), Math.max(0, used.files()), Math.max(0, used.bytes())));
  }

  private static int limit(String given) {
    if (given == null) return 100;
    if (given.matches("\\d{1,4}") && Integer.parseInt(given) >= 1 && Integer.parseInt(given) <= MOST_ENTRIES)
      return Integer.parseInt(given);
    throw Problem.badInput("limit", "must be a whole number of 1 to " + MOST_ENTRIES);
  }

  /** The name after which a page begins, bound to its folder. */
  private static String token(FilePath folder, String name) {
    var text = folder.toString().hashCode() + "/" + name;
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String after(String token, FilePath folder) {
    if (token == null) return null;
    try {
      var text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      var end = text.indexOf('/');
      if (end > 0 && text.substring(0, end).equals(Integer.toString(folder.toString().hashCode()))) {
        var name = text.substring(end + 1);
        return folder.isRoot() && name.equals(FilePath.RESERVED) ? name : FilePath.parse(folder.child(name).toString(), "pageToken").name();
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    throw Problem.badInput("pageToken", "is not one that this folder's list has answered");
  }

  private static FilePath path(Context context) {
    return FilePath.parse(context.queryParam("path"), "path");
  }
}
