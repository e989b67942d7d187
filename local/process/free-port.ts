import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/**
 * Below the ports that a system gives to outgoing connections and to whoever listens on any (Linux from 32768, macOS from
 * 49152): of those another process may get one while the program that is to have it still starts, or is stopped for a while.
 */
const range = { from: 10_000, to: 30_000 };

/** A port of 127.0.0.1 on which nothing listened a moment ago, and which the system gives to nobody by itself. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const port = randomInt(range.from, range.to);
    if (await canListen(port)) return port;
  }
  throw new Error(`100 ports of 127.0.0.1 from ${range.from} to ${range.to} are all in use`);
}

async function canListen(port: number): Promise<boolean> {
  const server = createServer().listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch {
    return false; // in use, or not for us
  }
  server.close();
  await once(server, "close");
  return true;
}
