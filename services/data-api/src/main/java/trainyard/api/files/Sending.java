package trainyard.api.files;

import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import trainyard.api.http.Kind;
import trainyard.api.http.Problem;
import trainyard.api.metrics.Metrics;

/** A file as an answer: whole, a range of it, or that it has not changed. */
public final class Sending {
  private static final int CHUNK = 128 << 10;
  private final Metrics metrics;

  public Sending(Metrics metrics) {
    this.metrics = metrics;
  }

  public void send(Context context, Files.Opened opened) throws IOException {
    var entry = opened.read().entry();
    var etag = entry.etag();
    requireMatch(context, etag);
    var response = context.res();
    response.setHeader("ETag", etag);
    response.setHeader("Last-Modified", httpTime(entry.modifiedMillis()));
    response.setHeader("Cache-Control", "private, no-cache");
    response.setHeader("Accept-Ranges", "bytes");
    // What people upload is never part of the page: no script of it runs, and it has no origin.
    response.setHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; sandbox");
    if (isUnchanged(context, etag)) {
      context.status(304);
      return;
    }
    response.setHeader("Repr-Digest", "sha-256=:" + base64(entry.sha256()) + ":");
    var ranges = context.header("If-Range");
    var range = ranges == null || ranges.strip().equals(etag)
        ? ByteRange.parse(context.header("Range"), entry.sizeBytes()) : java.util.Optional.<ByteRange>empty();
    var first = range.map(ByteRange::first).orElse(0L);
    var length = range.map(ByteRange::length).orElse(entry.sizeBytes());
    range.ifPresent(one -> response.setHeader("Content-Range", "bytes " + one.first() + "-" + one.last() + "/" + entry.sizeBytes()));
    context.status(range.isPresent() ? 206 : 200);
    response.setStatus(range.isPresent() ? 206 : 200);
    // As it was given: the server would add a charset of its own.
    response.setCharacterEncoding((String) null);
    response.setContentType(entry.contentType());
    response.setContentLengthLong(length);
    if (!context.method().name().equals("HEAD")) copy(context, opened, first, length);
  }

  private void copy(Context context, Files.Opened opened, long first, long length) throws IOException {
    if (length == 0) return;
    var store = opened.read().entry().store() == Entry.Store.HBASE ? "hbase" : "hdfs";
    var in = opened.body().from(first);
    var out = context.res().getOutputStream();
    var chunk = new byte[(int) Math.min(CHUNK, length)];
    for (var left = length; left > 0; ) {
      var got = in.read(chunk, 0, (int) Math.min(chunk.length, left));
      if (got < 0) throw new IOException("the content ended " + left + " bytes early");
      out.write(chunk, 0, got);
      left -= got;
      metrics.bytes.labelValues("out", store).inc(got);
    }
    out.flush();
  }

  private static void requireMatch(Context context, String etag) {
    var given = context.header("If-Match");
    if (given == null) return;
    var etags = Precondition.etags("If-Match", given);
    if (!etags.contains("*") && !etags.contains(etag))
      throw new Problem(Kind.PRECONDITION_FAILED, "the file has another ETag").withHeader("ETag", etag);
  }

  private static boolean isUnchanged(Context context, String etag) {
    var given = context.header("If-None-Match");
    if (given == null) return false;
    List<String> etags = Precondition.etags("If-None-Match", given);
    return etags.contains("*") || etags.contains(etag) || etags.contains("W/" + etag);
  }

  static String base64(String hex) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
  }

  private static String httpTime(long millis) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(Instant.ofEpochMilli(millis).atZone(ZoneOffset.UTC));
  }
}
