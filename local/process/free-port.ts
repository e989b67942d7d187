import { randomInt } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";

/** Where Linux says from which port on it gives ports to outgoing connections and to whoever listens on any. */
const GIVEN = "/proc/sys/net/ipv4/ip_local_port_range";
/** What other systems give from, as macOS and the IANA have it. */
const USUALLY_GIVEN_FROM = 49_152;
/** Of which there should be more than anybody asks for at once. */
const ENOUGH = 1000;

/**
 * A port of 127.0.0.1 on which nothing listened a moment ago, and which the system gives to nobody by itself: of those
 * that it does give another process may get one while the program that is to have it still starts, or is stopped for a while.
 */
export async function freePort(): Promise<number> {
  const lowest = Number.parseInt(await readFile(GIVEN, "utf8").catch(() => ""), 10);
  const { from, to } = portsBelow(Number.isNaN(lowest) ? USUALLY_GIVEN_FROM : lowest);
  for (let tries = 0; tries < 100; tries++) {
    const port = randomInt(from, to);
    if (await canListen(port)) return port;
  }
  throw new Error(`100 ports of 127.0.0.1 from ${from} to ${to} are all in use`);
}

/** The ports to choose from, `to` excluded; where the system gives almost all there are, some of those. */
export function portsBelow(givenFrom: number): { readonly from: number; readonly to: number } {
  const usual = { from: 10_000, to: 30_000 };
  return givenFrom < usual.from + ENOUGH ? usual : { from: usual.from, to: Math.min(usual.to, givenFrom) };
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
