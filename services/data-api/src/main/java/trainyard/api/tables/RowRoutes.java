package trainyard.api.tables;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import trainyard.api.http.Json;
import trainyard.api.http.Kind;
import trainyard.api.http.Plain;
import trainyard.api.http.Problem;
import trainyard.api.http.Routes;
import trainyard.api.security.Access;

/** Rows of one table, one at a time or a page of them. */
public final class RowRoutes implements Routes {
  static final int MAX_VERSIONS = 100;
  static final int MAX_PAGE_ROWS = 1000;
  private static final int PAGE_ROWS = 100;
  private static final String ROWS = "/v1/tables/{table}/rows";
  private static final String ROW = ROWS + "/{row}";
  private static final String PREFIX = "/v1/tables/";
  private static final String MIDDLE = "/rows/";
  private static final int LARGE_BYTES = 64 << 10;
  private static final Input.Forms TEXT = new Input.Forms(ByteForm.TEXT, ByteForm.TEXT);
  private final RowStore rows;
  private final Names names;
  private final PageTokens tokens;

  public RowRoutes(RowStore rows, TableStore tables, PageTokens tokens) {
    this.rows = rows;
    this.names = new Names(tables);
    this.tokens = tokens;
  }

  @Override
  public void register(RoutesConfig routes) {
    routes.get(ROWS, this::page, Access.READER);
    routes.get(ROW, this::get, Access.READER);
    routes.put(ROW, this::put, Access.WRITER);
    routes.delete(ROW, this::delete, Access.WRITER);
  }

  /** Requests for one row of which table and key are letters that stand for themselves, in text, and writes without a condition. */
  public Optional<Plain.Asked> plain(String method, String path) {
    if (!path.startsWith(PREFIX) || path.length() > Keys.MAX_WRITTEN || !areOwn(path)) return Optional.empty();
    var end = path.indexOf('/', PREFIX.length());
    if (end < 0 || !path.startsWith(MIDDLE, end)) return Optional.empty();
    var row = path.substring(end + MIDDLE.length());
    if (row.isEmpty() || row.indexOf('/') >= 0 || row.charAt(0) == '.') return Optional.empty();
    var key = row.getBytes(StandardCharsets.US_ASCII);
    return TableId.parse(path.substring(PREFIX.length(), end)).filter(names::shows).flatMap(table -> switch (method) {
      case "GET" -> Optional.of(new Plain.Asked(ROW, Access.READER, false, none -> getSoon(table, key)));
      case "PUT" -> Optional.of(new Plain.Asked(ROW, Access.WRITER, true, body -> putSoon(table, key, body)));
      case "DELETE" -> Optional.of(new Plain.Asked(ROW, Access.WRITER, false, none -> deleteSoon(table, key)));
      default -> Optional.empty();
    });
  }

  private static boolean areOwn(String path) {
    for (var at = 0; at < path.length(); at++) {
      var letter = path.charAt(at);
      var own = letter >= 'a' && letter <= 'z' || letter >= 'A' && letter <= 'Z' || letter >= '-' && letter <= ':' || letter == '_';
      if (!own) return false;
    }
    return true;
  }

  private CompletableFuture<Optional<byte[]>> getSoon(TableId table, byte[] key) throws IOException {
    return rows.getSoon(table, new Operation.Read(key, List.of(), 1)).thenCompose(found -> {
      var row = found.orElseThrow(RowRoutes::noRow);
      Supplier<Optional<byte[]>> json = () -> Optional.of(Json.bytes(RowText.of(row, TEXT)));
      // Others' answers come on this thread as well.
      return row.valueBytes() > LARGE_BYTES ? CompletableFuture.supplyAsync(json) : CompletableFuture.completedFuture(json.get());
    });
  }

  private CompletableFuture<Optional<byte[]>> putSoon(TableId table, byte[] key, byte[] json) throws IOException {
    var input = new Input(null);
    var body = Json.read(json, RowBodies.PutBody.class, Set.of());
    if (body.condition() != null) throw new IOException("one with a condition goes alone");
    var write = new Operation.Write(key, RowBodies.cells(input, "$.cells", body.cells(), TEXT));
    input.done();
    return rows.putSoon(table, write).thenApply(done -> Optional.empty());
  }

  private CompletableFuture<Optional<byte[]>> deleteSoon(TableId table, byte[] key) throws IOException {
    return rows.deleteSoon(table, new Operation.Removal(key, List.of())).thenApply(done -> Optional.empty());
  }

  private void page(Context context) throws IOException {
    var input = new Input(context);
    input.only("prefix", "from", "to", "limit", "pageToken", "columns", "keyEncoding", "valueEncoding");
    var table = names.table(context);
    var forms = input.forms();
    var query = new RowQuery(table, range(input, forms.key()), input.columns(forms.key()));
    var limit = input.whole("limit", 1, MAX_PAGE_ROWS, PAGE_ROWS);
    var token = input.text("pageToken");
    var start = token == null ? query.range().from() : tokens.read(query.identity(), token).orElseGet(() -> {
      input.wrong("pageToken", "was not given out for this query");
      return Keys.NONE;
    });
    input.done();
    var page = rows.page(query, start, limit);
    var next = page.next() == null ? null : tokens.write(query.identity(), page.next());
    context.json(new RowText.Page(page.rows().stream().map(row -> RowText.of(row, forms)).toList(), next));
  }

  private static KeyRange range(Input input, ByteForm form) {
    var prefix = input.text("prefix");
    if (prefix == null) return new KeyRange(input.bound("from", form), input.bound("to", form));
    if (input.text("from") != null || input.text("to") != null) input.wrong("prefix", "goes without from and to");
    return KeyRange.ofPrefix(input.bound("prefix", form));
  }

  private void get(Context context) throws IOException {
    var input = new Input(context);
    input.only("columns", "versions", "keyEncoding", "valueEncoding");
    var table = names.table(context);
    var forms = input.forms();
    var read = new Operation.Read(
        input.pathKey(forms.key()), input.columns(forms.key()), input.whole("versions", 1, MAX_VERSIONS, 1));
    input.done();
    context.json(RowText.of(rows.get(table, read).orElseThrow(RowRoutes::noRow), forms));
  }

  private void put(Context context) throws IOException {
    var input = new Input(context);
    input.only("keyEncoding", "valueEncoding");
    var table = names.table(context);
    var forms = input.forms();
    var body = Json.body(context, RowBodies.PutBody.class);
    var write = new Operation.Write(input.pathKey(forms.key()), RowBodies.cells(input, "$.cells", body.cells(), forms));
    var condition = RowBodies.condition(input, body.condition(), forms);
    RowBodies.refuseEmpty(input, write.cells(), condition);
    input.done();
    if (condition == null) rows.put(table, write);
    else if (!rows.put(table, write, condition)) throw unmet();
    context.status(HttpStatus.NO_CONTENT);
  }

  private void delete(Context context) throws IOException {
    var input = new Input(context);
    input.only("columns", "ifColumn", "ifValue", "keyEncoding", "valueEncoding");
    var table = names.table(context);
    var forms = input.forms();
    var removal = new Operation.Removal(input.pathKey(forms.key()), input.columns(forms.key()));
    var condition = removalCondition(input, forms);
    input.done();
    if (condition == null) rows.delete(table, removal);
    else if (!rows.delete(table, removal, condition)) throw unmet();
    context.status(HttpStatus.NO_CONTENT);
  }

  private static Condition removalCondition(Input input, Input.Forms forms) {
    var column = input.text("ifColumn");
    var value = input.text("ifValue");
    if (column == null && value == null) return null;
    if (column == null || value == null) {
      input.wrong(column == null ? "ifColumn" : "ifValue", "goes with " + (column == null ? "ifValue" : "ifColumn"));
      return null;
    }
    return new Condition(input.cellColumn("ifColumn", column, forms.key()), input.bytes("ifValue", value, forms.value()));
  }

  private static Problem noRow() {
    return new Problem(Kind.NOT_FOUND, "there is no such row, or it has none of these columns");
  }

  private static Problem unmet() {
    return new Problem(Kind.PRECONDITION_FAILED, "the condition does not hold; nothing was changed");
  }
}
