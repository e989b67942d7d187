import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { expect, it } from "vitest";
import { freePort } from "../../../local/process/free-port.ts";

it("answers with a port that can be listened on at once", async () => {
  const port = await freePort();
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  expect((server.address() as AddressInfo).port).toBe(port);
  server.close();
  await once(server, "close");
});

it("answers with none that the system gives to others meanwhile", async () => {
  const given = "/proc/sys/net/ipv4/ip_local_port_range";
  const lowest = Number.parseInt(await readFile(given, "utf8").catch(() => "49152"));
  const ports = await Promise.all(Array.from({ length: 50 }, freePort));
  expect(Math.max(...ports)).toBeLessThan(lowest);
  expect(Math.min(...ports)).toBeGreaterThan(1023);
});
