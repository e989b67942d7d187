/** The same bytes, cut with an error after `maxBytes`; `onOver` is called first. */
export function limitBody(
  body: ReadableStream<Uint8Array>,
  maxBytes: number,
  onOver: () => void,
): ReadableStream<Uint8Array> {
  let bytes = 0;
  const count = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.length;
      if (bytes <= maxBytes) {
        controller.enqueue(chunk);
        return;
      }
      onOver();
      controller.error(new Error(`the body is larger than ${maxBytes} bytes`));
    },
  });
  return body.pipeThrough(count);
}
