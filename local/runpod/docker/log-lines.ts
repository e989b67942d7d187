import { StringDecoder } from "node:string_decoder";

/** A line without end would fill the memory; it is cut into pieces of so many characters. */
const MAX_LINE = 1_048_576;
const HEADER_BYTES = 8;

/** What is known of standard output or of standard error. */
interface Stream {
  readonly decoder: StringDecoder;
  text: string;
  /** Time of the newest message taken, and how many of that very time: the pieces of a long line share theirs. */
  newest: string;
  ofNewest: number;
}

/** Lines out of the engine's log stream. */
export interface LogLines {
  /** The next bytes of the stream. */
  write(chunk: Buffer): void;
  /** A later reading of the same log, whole frames: only messages that `write` never saw are taken. */
  fill(again: Buffer): void;
  /** Emits what has no newline. */
  end(): void;
}

/** Calls `use` with each whole frame `[stream, 0, 0, 0, length (32 bit)] message`; returns the bytes left over. */
function eachFrame(bytes: Buffer, use: (stream: number, message: Buffer) => void): Buffer {
  let rest = bytes;
  while (rest.length >= HEADER_BYTES) {
    const end = HEADER_BYTES + rest.readUInt32BE(4);
    if (rest.length < end) return rest;
    use(rest.readUInt8(0), rest.subarray(HEADER_BYTES, end));
    rest = rest.subarray(end);
  }
  return rest;
}

/**
 * Turns the engine's log stream (with timestamps, no TTY) into lines. A frame is one message `<timestamp> <text>`; a line over
 * 16 KiB comes as several messages, of which only the last ends in a newline. Standard output and error are put together
 * separately, so that their halves never mix.
 */
export function logLines(emit: (line: string) => void): LogLines {
  const streams = new Map<number, Stream>();
  let pending: Buffer = Buffer.alloc(0);

  const streamOf = (id: number) => {
    const stream = streams.get(id) ?? { decoder: new StringDecoder("utf8"), text: "", newest: "", ofNewest: 0 };
    streams.set(id, stream);
    return stream;
  };
  const take = (id: number, message: Buffer) => {
    const stream = streamOf(id);
    const [time, text] = split(message);
    stream.ofNewest = time === stream.newest ? stream.ofNewest + 1 : 1;
    stream.newest = time;
    const parts = (stream.text + stream.decoder.write(text)).split("\n");
    stream.text = parts.pop() ?? "";
    for (const part of parts) emit(part.replace(/\r$/, ""));
    for (; stream.text.length > MAX_LINE; stream.text = stream.text.slice(MAX_LINE))
      emit(stream.text.slice(0, MAX_LINE));
  };

  return {
    write(chunk) {
      pending = eachFrame(pending.length === 0 ? chunk : Buffer.concat([pending, chunk]), take);
    },
    fill(again) {
      const known = new Map([...streams].map(([id, { newest, ofNewest }]) => [id, { newest, left: ofNewest }]));
      eachFrame(again, (id, message) => {
        const seen = known.get(id);
        const [time] = split(message);
        if (seen !== undefined && time < seen.newest) return;
        if (seen !== undefined && time === seen.newest && seen.left-- > 0) return;
        take(id, message);
      });
    },
    end() {
      for (const { text } of streams.values()) if (text !== "") emit(text);
      streams.clear();
    },
  };
}

function split(message: Buffer): [time: string, text: Buffer] {
  const cut = message.indexOf(0x20);
  return [message.toString("latin1", 0, cut), message.subarray(cut + 1)];
}
