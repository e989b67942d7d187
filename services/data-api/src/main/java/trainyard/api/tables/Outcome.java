package trainyard.api.tables;

import java.util.Optional;

/** How an operation of a batch ended. */
public sealed interface Outcome {
  /** Carried out; a read that found something has a row. */
  record Done(Optional<Row> row) implements Outcome {}

  record Failed(Exception cause) implements Outcome {}
}
