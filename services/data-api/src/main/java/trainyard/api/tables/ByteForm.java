package trainyard.api.tables;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** How bytes are written in a request or an answer. */
public enum ByteForm {
  /** UTF-8. Bytes that are not have no text. */
  TEXT,
  /** Read in both alphabets (RFC 4648, 4 and 5), padded or not; written in the standard one, padded. */
  BASE64;

  /** What API and documents call it. */
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  public static Optional<ByteForm> of(String word) {
    for (var form : values()) if (form.word().equals(word)) return Optional.of(form);
    return Optional.empty();
  }

  /** The bytes that a text stands for; none where it stands for nothing in this form. */
  public Optional<byte[]> read(String written) {
    return this == TEXT ? readText(written) : readBase64(written);
  }

  /** The text of bytes; none where they have no text in this form. */
  public Optional<String> write(byte[] bytes) {
    if (this == BASE64) return Optional.of(Base64.getEncoder().encodeToString(bytes));
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static Optional<byte[]> readText(String written) {
    try {
      var buffer = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(written));
      var bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return Optional.of(bytes);
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** Java drops bits that are left over at the end; two texts for one key would break what callers compare. */
  private static Optional<byte[]> readBase64(String written) {
    try {
      var bytes = Base64.getUrlDecoder().decode(written.replace('+', '-').replace('/', '_'));
      var again = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      var bare = written.replace('+', '-').replace('/', '_').replaceAll("=+$", "");
      return again.equals(bare) ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
