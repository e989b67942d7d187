package trainyard.api.tables;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("page tokens")
class PageTokensTest {
  private static final byte[] NEXT = {0, 1, (byte) 0xff};
  private final PageTokens tokens = new PageTokens("a key of this test".getBytes());

  private static RowQuery query(String table, String prefix, String... columns) {
    return new RowQuery(
        TableId.parse(table).orElseThrow(),
        KeyRange.ofPrefix(prefix.getBytes()),
        List.of(columns).stream().map(column -> Column.parse(column, ByteForm.TEXT).orElseThrow()).toList());
  }

  @Test
  @DisplayName("lead on where the query is the same, at every replica with the key")
  void same() {
    var token = tokens.write(query("t", "p", "d:a").identity(), NEXT);
    var replica = new PageTokens("a key of this test".getBytes());
    assertArrayEquals(NEXT, replica.read(query("default:t", "p", "d:a").identity(), token).orElseThrow());
  }

  @Test
  @DisplayName("are refused for another table, range or columns")
  void foreign() {
    var token = tokens.write(query("t", "p", "d:a").identity(), NEXT);
    for (var other : List.of(query("u", "p", "d:a"), query("t", "q", "d:a"), query("t", "p"), query("t", "p", "d"), query("t", "p", "d:a", "d:b")))
      assertTrue(tokens.read(other.identity(), token).isEmpty(), other.toString());
  }

  @Test
  @DisplayName("are refused with any bit changed, cut, or of another key")
  void tampered() {
    var identity = query("t", "p").identity();
    var token = Base64.getUrlDecoder().decode(tokens.write(identity, NEXT));
    for (var bit = 0; bit < token.length * 8; bit++) {
      var changed = token.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertTrue(tokens.read(identity, Base64.getUrlEncoder().encodeToString(changed)).isEmpty(), "bit " + bit);
    }
    assertTrue(tokens.read(identity, "").isEmpty());
    assertTrue(tokens.read(identity, "not base64!").isEmpty());
    assertTrue(tokens.read(identity, new PageTokens("another".getBytes()).write(identity, NEXT)).isEmpty());
  }

  @Test
  @DisplayName("do not take a family for the column with the empty qualifier, nor parts that join to the same bytes")
  void borders() {
    assertNotEquals(tokens.write(query("t", "p", "d").identity(), NEXT), tokens.write(query("t", "p", "d:").identity(), NEXT));
    var one = List.of("ab".getBytes(), "c".getBytes());
    var other = List.of("a".getBytes(), "bc".getBytes());
    assertEquals(tokens.write(one, NEXT), tokens.write(one, NEXT));
    assertNotEquals(tokens.write(one, NEXT), tokens.write(other, NEXT));
  }
}
