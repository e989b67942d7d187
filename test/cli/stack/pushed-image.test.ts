import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Failure } from "../../../cli/failure.ts";
import { refuseLostImages } from "../../../cli/stack/pushed-image.ts";

const digest = `sha256:${"a".repeat(64)}`;
let registry: Server;
let address: string;

/** A registry that has the image `kept` and lost all else. */
beforeAll(async () => {
  registry = createServer((request, response) => {
    response.writeHead(request.url?.includes("/kept/") === true ? 200 : 404).end();
  });
  await new Promise<void>((resolve) => registry.listen(0, "127.0.0.1", resolve));
  address = `127.0.0.1:${(registry.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => registry.close(resolve)));

it("lets images through that their registry has, and tags, which it is not asked about", async () => {
  const images = { postgres: `${address}/trainyard/kept@${digest}`, mlflow: `${address}/trainyard/lost:3.17` };
  await expect(refuseLostImages(images, "Pulumi.test.yaml")).resolves.toBeUndefined();
});

it("refuses an image that its registry lost, by name, before anything waits for it", async () => {
  const reference = `${address}/trainyard/lost@${digest}`;
  const images = { postgres: `${address}/trainyard/kept@${digest}`, hdfs: reference };
  const refused = await refuseLostImages(images, "Pulumi.test.yaml").catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Failure);
  expect((refused as Failure).text).toMatchObject({
    on: "Pulumi.test.yaml",
    why: `hdfs: ${address} does not have ${reference}`,
  });
});
