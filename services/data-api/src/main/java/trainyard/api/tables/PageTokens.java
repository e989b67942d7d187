package trainyard.api.tables;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Where a listing goes on, as a text for its next request: the next key, and a signature over it and the query that it belongs to.
 * Every replica that has the key reads it; nothing is kept for it.
 */
public final class PageTokens {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int SIGNATURE_BYTES = 16;
  private static final byte[] PURPOSE = "trainyard page token 1".getBytes(StandardCharsets.UTF_8);
  private final SecretKeySpec key;

  public PageTokens(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /** The token of a page that begins at `next`. `query` is what a page has in common with the first one, part by part. */
  public String write(List<byte[]> query, byte[] next) {
    var token = ByteBuffer.allocate(SIGNATURE_BYTES + next.length).put(signature(query, next)).put(next);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token.array());
  }

  /** Where the page begins; none for a token that was not written by us for this query. */
  public Optional<byte[]> read(List<byte[]> query, String token) {
    return ByteForm.BASE64.read(token).filter(bytes -> bytes.length >= SIGNATURE_BYTES).flatMap(bytes -> {
      var next = Arrays.copyOfRange(bytes, SIGNATURE_BYTES, bytes.length);
      var ours = MessageDigest.isEqual(signature(query, next), Arrays.copyOf(bytes, SIGNATURE_BYTES));
      return ours ? Optional.of(next) : Optional.empty();
    });
  }

  private byte[] signature(List<byte[]> query, byte[] next) {
    var signed = new ByteArrayOutputStream();
    append(signed, PURPOSE);
    append(signed, ByteBuffer.allocate(Integer.BYTES).putInt(query.size()).array());
    query.forEach(part -> append(signed, part));
    append(signed, next);
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return Arrays.copyOf(mac.doFinal(signed.toByteArray()), SIGNATURE_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java has no " + ALGORITHM, e);
    }
  }

  /** With its length before it, so that no two lists of parts are the same bytes. */
  private static void append(ByteArrayOutputStream to, byte[] part) {
    to.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
    to.writeBytes(part);
  }
}
