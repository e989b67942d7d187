package trainyard.api.tables;

import java.util.Arrays;

/** Order among row keys: bytes, unsigned, a shorter one before those that it begins. */
public final class Keys {
  /** What HBase takes at most, in bytes. */
  public static final int MAX_BYTES = 32_767;
  /** What a path or a query parameter takes of one at most, in characters; a batch takes whole ones. */
  static final int MAX_WRITTEN = 4096;
  static final byte[] NONE = new byte[0];

  private Keys() {}

  /** The least key after `key`. */
  public static byte[] after(byte[] key) {
    return Arrays.copyOf(key, key.length + 1);
  }

  /** The least key after all that begin with `prefix`; empty, which is no end, where there is none. */
  public static byte[] afterPrefix(byte[] prefix) {
    for (var last = prefix.length - 1; last >= 0; last--) {
      if (prefix[last] == (byte) 0xff) continue;
      var next = Arrays.copyOf(prefix, last + 1);
      next[last] += 1;
      return next;
    }
    return NONE;
  }

  public static int compare(byte[] one, byte[] other) {
    return Arrays.compareUnsigned(one, other);
  }
}
