package trainyard.api.tables;

import io.javalin.http.Context;
import trainyard.api.http.Kind;
import trainyard.api.http.Problem;

/** The table that a path names. */
final class Names {
  private final TableStore tables;

  Names(TableStore tables) {
    this.tables = tables;
  }

  /** Throws a problem 400 for what is no name, 404 for a table that is not spoken of. */
  TableId table(Context context) {
    var table = TableId.parse(context.pathParam("table"))
        .orElseThrow(() -> Problem.badInput("table", TableId.RULE));
    if (!shows(table)) throw new Problem(Kind.NOT_FOUND, "there is no such table");
    return table;
  }

  boolean shows(TableId table) {
    return tables.shows(table);
  }
}
