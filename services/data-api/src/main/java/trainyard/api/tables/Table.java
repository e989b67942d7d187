package trainyard.api.tables;

import java.util.List;

/** A table as it is asked for. `splits` are the first keys of its regions but the first one. */
public record Table(TableId id, List<Family> families, List<byte[]> splits) {
  /** As it is. */
  public record Described(Table table, boolean enabled) {}
}
