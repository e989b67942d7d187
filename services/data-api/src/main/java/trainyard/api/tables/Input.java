package trainyard.api.tables;

import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import trainyard.api.http.Problem;

/** The parts of a request, read to their end so that all that is wrong is told at once: {@link #done} throws it. */
final class Input {
  private final Context context;
  private final List<Problem.Entry> errors = new ArrayList<>();

  Input(Context context) {
    this.context = context;
  }

  void wrong(String path, String reason) {
    errors.add(new Problem.Entry(path, reason));
  }

  /** Throws a problem 400 where anything was wrong. */
  void done() {
    if (!errors.isEmpty()) throw Problem.badInput(errors);
  }

  /** A query parameter; null where it is not given. */
  String text(String name) {
    var given = context.queryParams(name);
    if (given.size() > 1) wrong(name, "must be given once, got it " + given.size() + " times");
    return given.isEmpty() ? null : given.get(0);
  }

  int whole(String name, int least, int most, int otherwise) {
    var given = text(name);
    if (given == null) return otherwise;
    if (given.matches("[0-9]{1,9}")) {
      var value = Integer.parseInt(given);
      if (value >= least && value <= most) return value;
    }
    wrong(name, "must be a whole number of " + least + " to " + most);
    return otherwise;
  }

  Forms forms() {
    return new Forms(form("keyEncoding"), form("valueEncoding"));
  }

  ByteForm form(String name) {
    var given = text(name);
    if (given == null) return ByteForm.TEXT;
    return ByteForm.of(given).orElseGet(() -> {
      wrong(name, "must be text or base64");
      return ByteForm.TEXT;
    });
  }

  /** The row key of the path. */
  byte[] pathKey(ByteForm form) {
    var written = context.pathParam("row");
    withinWritten("row", written);
    return key("row", written, form);
  }

  /** A row key, which has 1 to 32767 bytes. */
  byte[] key(String path, String written, ByteForm form) {
    var key = bytes(path, written, form);
    if (written != null && (key.length == 0 || key.length > Keys.MAX_BYTES))
      wrong(path, "must have 1 to " + Keys.MAX_BYTES + " bytes");
    return key;
  }

  /** A bound of keys, from a query parameter; empty where it is not given. */
  byte[] bound(String name, ByteForm form) {
    var given = text(name);
    if (given == null) return Keys.NONE;
    withinWritten(name, given);
    return bytes(name, given, form);
  }

  private void withinWritten(String path, String written) {
    if (written.length() > Keys.MAX_WRITTEN) wrong(path, "must have at most " + Keys.MAX_WRITTEN + " characters");
  }

  byte[] bytes(String path, String written, ByteForm form) {
    if (written == null) {
      wrong(path, "is missing");
      return Keys.NONE;
    }
    return form.read(written).orElseGet(() -> {
      wrong(path, form == ByteForm.TEXT ? "is no text that UTF-8 can hold" : "is not base64");
      return Keys.NONE;
    });
  }

  /** The columns of a query parameter that may be given more than once, each once, and none beside the whole of its family. */
  List<Column> columns(ByteForm form) {
    return columns("columns", context.queryParams("columns"), form);
  }

  List<Column> columns(String path, List<String> written, ByteForm form) {
    if (written == null) return List.of();
    if (written.size() > Column.MOST) wrong(path, "must be at most " + Column.MOST + ", got " + written.size());
    var columns = written.stream().map(one -> column(path, one, form)).distinct().toList();
    // HBase's client would read but the column of a family that is asked for as well.
    return columns.stream().filter(one -> one.isFamily() || !columns.contains(new Column(one.family(), null))).toList();
  }

  Column column(String path, String written, ByteForm form) {
    var column = written == null ? java.util.Optional.<Column>empty() : Column.parse(written, form);
    return column.orElseGet(() -> {
      wrong(path, "must be family:qualifier, or a family alone, with the qualifier as keyEncoding says");
      return new Column("none", Keys.NONE);
    });
  }

  /** A column that is one, not a family. */
  Column cellColumn(String path, String written, ByteForm form) {
    var column = column(path, written, form);
    if (!column.isFamily()) return column;
    wrong(path, "must be family:qualifier, got the family " + column.family());
    return new Column(column.family(), Keys.NONE);
  }

  /** Parameters that this route does not have are refused: a misspelt bound would answer with other rows. */
  void only(String... known) {
    for (var name : context.queryParamMap().keySet()) {
      if (!Arrays.asList(known).contains(name)) wrong(name, "is no parameter of this route");
    }
  }

  /** How keys and qualifiers are written, and how values are. */
  record Forms(ByteForm key, ByteForm value) {}
}
