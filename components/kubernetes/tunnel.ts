import type { Socket } from "node:net";
import type { PassThrough } from "node:stream";

/** What we use of a web socket: the `ws` package's, which @kubernetes/client-node makes. */
export interface Channel {
  readonly bufferedAmount: number;
  close(): void;
  pause(): void;
  resume(): void;
  addEventListener(kind: "close" | "error" | "message", call: () => void): void;
}

/** One connection to a pod, as @kubernetes/client-node makes it. */
export interface Tunnel {
  readonly channel: Channel;
  /** What is written here goes to the pod. */
  readonly upstream: PassThrough;
  /** The node's word on why it cannot connect. */
  readonly refusal: PassThrough;
}

/** Bytes that may wait in the web socket before the local side is made to wait. */
const WAITING_BYTES = 4 * 1024 * 1024;
const LOOK_MS = 5;

/**
 * Carries a local connection over a tunnel, both ways, at the pace of the slower side: neither the client library nor the web
 * socket holds anybody back by itself, and models are larger than memory. `broke`: the pod could not be reached.
 */
export function relay(socket: Socket, { channel, upstream, refusal }: Tunnel, broke: () => void): void {
  const end = (): void => {
    channel.close();
    socket.destroy();
  };
  refusal.on("data", () => {
    broke();
    end();
  });
  channel.addEventListener("close", () => socket.end());
  channel.addEventListener("message", () => {
    if (socket.writableNeedDrain) channel.pause();
  });
  channel.addEventListener("error", end);
  socket.on("error", end);
  socket.on("close", () => channel.close());
  socket.on("drain", () => channel.resume());
  socket.on("end", () => whenDrained(channel, () => channel.close()));
  socket.on("data", (bytes: Buffer) => {
    upstream.write(bytes);
    if (channel.bufferedAmount > WAITING_BYTES) {
      socket.pause();
      whenDrained(channel, () => socket.resume());
    }
  });
  socket.resume();
}

/** A web socket tells nobody when it has sent what waited, so it is looked at. */
function whenDrained(channel: Channel, then: () => void): void {
  if (channel.bufferedAmount <= WAITING_BYTES / 4) then();
  else setTimeout(() => whenDrained(channel, then), LOOK_MS);
}
