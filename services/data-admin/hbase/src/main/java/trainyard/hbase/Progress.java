package trainyard.hbase;

import org.apache.hadoop.hbase.client.Result;

/** Says on stderr how far a long step is, every ten seconds. */
final class Progress {
  private static final long EVERY_NANOS = 10_000_000_000L;
  private final String what;
  private long rows;
  private long said = System.nanoTime();

  Progress(String what) {
    this.what = what;
  }

  /** The same row, counted; null is the end. */
  Result counted(Result row) {
    if (row != null) rows += 1;
    var now = System.nanoTime();
    if (now - said > EVERY_NANOS) {
      said = now;
      say(what + ": " + rows + " rows so far");
    }
    return row;
  }

  static void say(String line) {
    System.err.println(line);
  }
}
