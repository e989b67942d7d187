package trainyard.api.http;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;

/** A small body of JSON, read as it comes, without a thread that waits; it can be read once more by whoever handles the request then. */
final class SmallBody {
  static final int MOST_BYTES = 64 << 10;

  private final Request request;
  private final byte[] bytes;
  private int count;
  private boolean ended;
  private Content.Chunk failure;

  private SmallBody(Request request, int length) {
    this.request = request;
    bytes = new byte[length];
  }

  /** Null where it is large, has no length or another type, or its sender waits to be told to send it. */
  static SmallBody of(Request request) {
    var headers = request.getHeaders();
    var length = request.getLength();
    var small = length > 0 && length <= MOST_BYTES && !headers.contains(HttpHeader.EXPECT)
        && "application/json".equals(headers.get(HttpHeader.CONTENT_TYPE));
    return small ? new SmallBody(request, (int) length) : null;
  }

  /** Tells one of them, once: `whole` the bytes, or `cut` that there will be no more. */
  void read(Consumer<byte[]> whole, Runnable cut) {
    while (!ended) {
      var chunk = request.read();
      if (chunk == null) {
        request.demand(Invocable.from(Invocable.InvocationType.NON_BLOCKING, () -> read(whole, cut)));
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        failure = chunk;
        break;
      }
      take(chunk);
    }
    if (ended && count == bytes.length) whole.accept(bytes);
    else cut.run();
  }

  private void take(Content.Chunk chunk) {
    var from = chunk.getByteBuffer();
    var got = Math.min(from.remaining(), bytes.length - count);
    from.get(bytes, count, got);
    count += got;
    ended = chunk.isLast();
    chunk.release();
  }

  /** The request, with the body from its beginning. */
  Request again() {
    return new Request.Wrapper(request) {
      private boolean given;

      @Override
      public Content.Chunk read() {
        if (!given && count > 0) {
          given = true;
          return Content.Chunk.from(ByteBuffer.wrap(Arrays.copyOf(bytes, count)), ended);
        }
        if (ended) return Content.Chunk.EOF;
        return failure == null ? super.read() : failure;
      }

      @Override
      public void demand(Runnable ready) {
        if (ended || failure != null || !given) getComponents().getExecutor().execute(ready);
        else super.demand(ready);
      }
    };
  }
}
