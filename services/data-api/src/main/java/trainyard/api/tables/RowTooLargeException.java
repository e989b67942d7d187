package trainyard.api.tables;

import java.io.IOException;

/** A row that is larger than what one answer may hold. */
final class RowTooLargeException extends IOException {
  private static final long serialVersionUID = 1;

  RowTooLargeException(byte[] key) {
    super("the row with the key of " + key.length + " bytes is larger than an answer may be");
  }
}
