package trainyard.api.tables;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.List;
import trainyard.api.http.Json;
import trainyard.api.http.Kind;
import trainyard.api.http.Problem;
import trainyard.api.http.Routes;
import trainyard.api.security.Access;

/** Tables as a whole. */
public final class TableRoutes implements Routes {
  private static final String TABLES = "/v1/tables";
  private static final String TABLE = TABLES + "/{table}";
  private final TableStore tables;
  private final Names names;

  public TableRoutes(TableStore tables) {
    this.tables = tables;
    names = new Names(tables);
  }

  private record Listed(String name, List<Family> families) {}

  private record Listing(List<Listed> tables) {}

  private record Described(String name, List<Family> families, List<String> splits, boolean enabled) {}

  @Override
  public void register(RoutesConfig routes) {
    routes.get(TABLES, this::list, Access.READER);
    routes.post(TABLES, this::create, Access.ADMIN);
    routes.get(TABLE, this::describe, Access.READER);
    routes.delete(TABLE, this::delete, Access.ADMIN);
  }

  private void list(Context context) throws IOException {
    var input = new Input(context);
    input.only();
    input.done();
    context.json(new Listing(
        tables.list().stream().map(table -> new Listed(table.id().toString(), table.families())).toList()));
  }

  private void describe(Context context) throws IOException {
    var input = new Input(context);
    input.only("keyEncoding");
    var table = names.table(context);
    var form = input.form("keyEncoding");
    input.done();
    context.json(text(tables.describe(table), form));
  }

  private void create(Context context) throws IOException {
    var input = new Input(context);
    input.only("keyEncoding");
    var form = input.form("keyEncoding");
    var table = Json.body(context, TableBody.class, "ttlSeconds", "mobThresholdBytes").read(input, form);
    input.done();
    if (!tables.shows(table.id())) throw new Problem(Kind.NOT_ALLOWED, "the name space " + table.id().space() + " is not for tables of callers");
    tables.create(table);
    context.status(HttpStatus.CREATED).header("Location", TABLES + "/" + table.id());
    context.json(text(new Table.Described(table, true), form));
  }

  private void delete(Context context) throws IOException {
    var input = new Input(context);
    input.only();
    input.done();
    tables.delete(names.table(context));
    context.status(HttpStatus.NO_CONTENT);
  }

  private static Described text(Table.Described described, ByteForm form) {
    var table = described.table();
    var splits = table.splits().stream()
        .map(split -> form.write(split).orElseThrow(() -> RowText.noText("a split", "keyEncoding")))
        .toList();
    return new Described(table.id().toString(), table.families(), splits, described.enabled());
  }
}
