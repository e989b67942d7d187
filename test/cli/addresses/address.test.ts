import { createServer } from "node:net";
import { expect, it } from "vitest";
import { portsOf, refuseTaken } from "../../../cli/addresses/address.ts";

it("takes the usual ports, and the configured one over them", () => {
  expect(portsOf(undefined, "f")).toEqual({ mlflow: 5001, dataApi: 8000 });
  expect(portsOf({ mlflow: 7001 }, "f")).toEqual({ mlflow: 7001, dataApi: 8000 });
});

it.each([[{ mlflow: 0 }], [{ mlflow: "5001" }], [[5001]], [{ mlflow: 70000 }]])("refuses %j as ports", (ports) => {
  expect(() => portsOf(ports, "Pulumi.dev.yaml")).toThrow(/local ports cannot be read/);
});

it("refuses a port that another process uses, saying how to name another, and takes a free one", async () => {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port));
  });
  await expect(refuseTaken("mlflow", port)).rejects.toThrow(`127.0.0.1:${port}`);
  await expect(refuseTaken("mlflow", port)).rejects.toMatchObject({
    text: { todo: expect.stringContaining("trainyard:localPorts: { mlflow: <port> }") as unknown },
  });
  await new Promise((resolve) => server.close(resolve));
  await expect(refuseTaken("mlflow", port)).resolves.toBeUndefined();
});
