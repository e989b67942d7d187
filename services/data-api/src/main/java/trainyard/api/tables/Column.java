package trainyard.api.tables;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** A column. Without a qualifier (null) it is all of its family. */
public record Column(String family, byte[] qualifier) {
  /** As many are taken in one request. */
  static final int MOST = 100;

  /** `family:qualifier`; `family` alone is all of it; `family:` is the column with the empty qualifier. */
  public static Optional<Column> parse(String written, ByteForm form) {
    var colon = written.indexOf(':');
    if (colon < 0) return named(written).map(family -> new Column(family, null));
    var qualifier = form.read(written.substring(colon + 1));
    return named(written.substring(0, colon)).flatMap(family -> qualifier.map(bytes -> new Column(family, bytes)));
  }

  /** None where the qualifier has no text in this form. */
  public Optional<String> write(ByteForm form) {
    return qualifier == null ? Optional.of(family) : form.write(qualifier).map(text -> family + ":" + text);
  }

  boolean isFamily() {
    return qualifier == null;
  }

  byte[] familyBytes() {
    return family.getBytes(StandardCharsets.UTF_8);
  }

  private static Optional<String> named(String family) {
    return family.isEmpty() ? Optional.empty() : Optional.of(family);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Column column && family.equals(column.family) && Arrays.equals(qualifier, column.qualifier);
  }

  @Override
  public int hashCode() {
    return 31 * family.hashCode() + Arrays.hashCode(qualifier);
  }
}
