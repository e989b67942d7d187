package trainyard.api.tables;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("forms of bytes")
class ByteFormTest {
  @Test
  @DisplayName("any bytes come back from base64, in both alphabets, padded or not")
  void base64() {
    var random = new Random(11);
    for (var round = 0; round < 5_000; round++) {
      var bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      assertArrayEquals(bytes, ByteForm.BASE64.read(ByteForm.BASE64.write(bytes).orElseThrow()).orElseThrow());
      var inPath = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      assertArrayEquals(bytes, ByteForm.BASE64.read(inPath).orElseThrow());
    }
  }

  @Test
  @DisplayName("any text comes back, Khmer and those beyond the first plane too")
  void text() {
    for (var text : new String[] {"", "a", "\u0000", "ភាសាខ្មែរ", "\uD83D\uDE82", "a/b%2F?#"}) {
      var bytes = ByteForm.TEXT.read(text).orElseThrow();
      assertEquals(text, ByteForm.TEXT.write(bytes).orElseThrow());
    }
  }

  @Test
  @DisplayName("bytes that are not UTF-8 have no text, and half a character has no bytes")
  void refusals() {
    assertTrue(ByteForm.TEXT.write(new byte[] {(byte) 0xff}).isEmpty());
    assertTrue(ByteForm.TEXT.write(new byte[] {(byte) 0xc0, (byte) 0x80}).isEmpty());
    assertTrue(ByteForm.TEXT.read("\uD83D").isEmpty());
  }

  @Test
  @DisplayName("one key has one base64: bits that are left over are refused")
  void leftOver() {
    assertTrue(ByteForm.BASE64.read("AA").isPresent());
    assertTrue(ByteForm.BASE64.read("AB").isEmpty());
    for (var bad : new String[] {"A", "A===", "A A=", "!!!!", "QQ==QQ==", "Q=Q"}) assertTrue(ByteForm.BASE64.read(bad).isEmpty(), bad);
  }

  @Test
  @DisplayName("a column is family:qualifier, a family alone all of it")
  void columns() {
    assertEquals("d:x:y", Column.parse("d:x:y", ByteForm.TEXT).orElseThrow().write(ByteForm.TEXT).orElseThrow());
    assertArrayEquals(new byte[] {0}, Column.parse("d:AA==", ByteForm.BASE64).orElseThrow().qualifier());
    assertEquals(0, Column.parse("d:", ByteForm.TEXT).orElseThrow().qualifier().length);
    assertTrue(Column.parse("d", ByteForm.TEXT).orElseThrow().isFamily());
    assertTrue(Column.parse(":q", ByteForm.TEXT).isEmpty());
  }
}
