import { StringDecoder } from "node:string_decoder";

/** A line without end would fill the memory; it is cut into pieces of so many characters. */
const MAX_LINE = 1_048_576;
const HEADER_BYTES = 8;

/**
 * Turns the engine's log stream (with timestamps, no TTY) into lines. Each frame is `[stream, 0, 0, 0, length (32 bit)]` and
 * one message `<timestamp> <text>`; a line over 16 KiB comes as several messages, of which only the last ends in a newline.
 * Standard output and error are put together separately, so that their halves never mix.
 */
export function logLines(emit: (line: string) => void): { write(chunk: Buffer): void; end(): void } {
  const streams = new Map<number, { decoder: StringDecoder; text: string }>();
  let pending: Buffer = Buffer.alloc(0);

  const take = (stream: number, message: Buffer) => {
    const state = streams.get(stream) ?? { decoder: new StringDecoder("utf8"), text: "" };
    streams.set(stream, state);
    state.text += state.decoder.write(message.subarray(message.indexOf(0x20) + 1));
    const parts = state.text.split("\n");
    state.text = parts.pop() ?? "";
    for (const part of parts) emit(part.replace(/\r$/, ""));
    for (; state.text.length > MAX_LINE; state.text = state.text.slice(MAX_LINE)) emit(state.text.slice(0, MAX_LINE));
  };

  return {
    write(chunk) {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      while (pending.length >= HEADER_BYTES) {
        const end = HEADER_BYTES + pending.readUInt32BE(4);
        if (pending.length < end) return;
        take(pending.readUInt8(0), pending.subarray(HEADER_BYTES, end));
        pending = pending.subarray(end);
      }
    },
    end() {
      for (const { text } of streams.values()) if (text !== "") emit(text);
      streams.clear();
    },
  };
}
