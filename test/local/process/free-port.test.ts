import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { expect, it } from "vitest";
import { freePort, portsBelow } from "../../../local/process/free-port.ts";

it("answers with a port that can be listened on at once", async () => {
  const port = await freePort();
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  expect((server.address() as AddressInfo).port).toBe(port);
  server.close();
  await once(server, "close");
});

it.for([
  [32_768, 10_000, 30_000], // Linux as it comes
  [49_152, 10_000, 30_000], // macOS
  [16_384, 10_000, 16_384],
  [1024, 10_000, 30_000], // a server that gives them all away
])("chooses, where the system gives ports from %i on, from %i below %i", ([given = 0, from, to]) => {
  expect(portsBelow(given)).toEqual({ from, to });
});

it("answers with none that this system gives to others meanwhile", async () => {
  const given = await readFile("/proc/sys/net/ipv4/ip_local_port_range", "utf8").catch(() => "49152");
  const { from, to } = portsBelow(Number.parseInt(given, 10));
  const ports = await Promise.all(Array.from({ length: 50 }, freePort));
  expect(Math.min(...ports)).toBeGreaterThanOrEqual(from);
  expect(Math.max(...ports)).toBeLessThan(to);
});
