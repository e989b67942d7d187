package trainyard.api.tables;

import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.hbase.TableName;

/** A table by its name space and name, as `space:name`. */
public record TableId(String space, String name) {
  private static final Pattern SPACE = Pattern.compile("[A-Za-z0-9_]{1,64}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
  static final String DEFAULT_SPACE = "default";
  static final String RULE = "must be space:name or a name of the space default: letters, digits and _, in the name also . and -";

  /** Also a name alone, which is one of the default name space. */
  public static Optional<TableId> parse(String written) {
    var colon = written.indexOf(':');
    var space = colon < 0 ? DEFAULT_SPACE : written.substring(0, colon);
    var name = written.substring(colon + 1);
    var known = SPACE.matcher(space).matches() && NAME.matcher(name).matches();
    return known ? Optional.of(new TableId(space, name)) : Optional.empty();
  }

  static TableId of(TableName name) {
    return new TableId(name.getNamespaceAsString(), name.getQualifierAsString());
  }

  TableName hbaseName() {
    return TableName.valueOf(space, name);
  }

  @Override
  public String toString() {
    return space + ":" + name;
  }
}
