package trainyard.api.tables;

/** Keys from `from` to before `to`. An empty `from` is the first key, an empty `to` is after the last. */
public record KeyRange(byte[] from, byte[] to) {
  public static final KeyRange ALL = new KeyRange(Keys.NONE, Keys.NONE);

  public static KeyRange ofPrefix(byte[] prefix) {
    return new KeyRange(prefix, Keys.afterPrefix(prefix));
  }

  /** The part of it that begins at `key`. */
  public KeyRange startingAt(byte[] key) {
    return new KeyRange(key, to);
  }

  public boolean contains(byte[] key) {
    return Keys.compare(key, from) >= 0 && (to.length == 0 || Keys.compare(key, to) < 0);
  }

  public boolean isEmpty() {
    return to.length > 0 && Keys.compare(from, to) >= 0;
  }
}
