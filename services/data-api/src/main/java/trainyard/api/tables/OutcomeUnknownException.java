package trainyard.api.tables;

import java.io.IOException;

/** A write that may or may not have been carried out. */
final class OutcomeUnknownException extends IOException {
  private static final long serialVersionUID = 1;

  OutcomeUnknownException(IOException cause) {
    super("HBase did not say whether the write was carried out: read the row before it is sent again", cause);
  }
}
