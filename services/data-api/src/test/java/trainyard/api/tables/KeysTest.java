package trainyard.api.tables;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("keys")
class KeysTest {
  private static byte[] bytes(int... values) {
    var bytes = new byte[values.length];
    for (var at = 0; at < values.length; at++) bytes[at] = (byte) values[at];
    return bytes;
  }

  @Test
  @DisplayName("the key after a key is the least of those after it")
  void after() {
    var key = bytes(1, 0xff);
    assertArrayEquals(bytes(1, 0xff, 0), Keys.after(key));
    assertTrue(Keys.compare(key, Keys.after(key)) < 0);
  }

  @Test
  @DisplayName("a prefix ends before the next one, also where it ends in 0xff")
  void afterPrefix() {
    assertArrayEquals(bytes(1, 3), Keys.afterPrefix(bytes(1, 2)));
    assertArrayEquals(bytes(2), Keys.afterPrefix(bytes(1, 0xff, 0xff)));
    assertArrayEquals(bytes(0x80), Keys.afterPrefix(bytes(0x7f)));
  }

  @Test
  @DisplayName("a prefix of nothing but 0xff, and the empty one, go on to the last key")
  void openEnd() {
    assertEquals(0, Keys.afterPrefix(bytes(0xff, 0xff)).length);
    assertEquals(0, Keys.afterPrefix(bytes()).length);
    assertTrue(KeyRange.ofPrefix(bytes(0xff)).contains(bytes(0xff, 0xff, 0xff)));
  }

  @Test
  @DisplayName("a range of a prefix has exactly the keys that begin with it")
  void prefixRange() {
    var random = new Random(7);
    for (var round = 0; round < 20_000; round++) {
      var prefix = random(random, 3);
      var key = random(random, 4);
      var begins = key.length >= prefix.length && java.util.Arrays.equals(prefix, 0, prefix.length, key, 0, prefix.length);
      assertEquals(begins, KeyRange.ofPrefix(prefix).contains(key));
    }
  }

  @Test
  @DisplayName("a range knows when there is nothing in it")
  void empty() {
    assertTrue(new KeyRange(bytes(2), bytes(2)).isEmpty());
    assertTrue(new KeyRange(bytes(3), bytes(2)).isEmpty());
    assertFalse(new KeyRange(bytes(3), bytes()).isEmpty());
    assertFalse(KeyRange.ALL.isEmpty());
  }

  /** Of few different bytes, so that keys and prefixes meet. */
  private static byte[] random(Random random, int most) {
    var bytes = new byte[random.nextInt(most + 1)];
    var alphabet = bytes(0, 1, 0x7f, 0xfe, 0xff);
    for (var at = 0; at < bytes.length; at++) bytes[at] = alphabet[random.nextInt(alphabet.length)];
    return bytes;
  }
}
