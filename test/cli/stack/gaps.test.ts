import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { closing, findGaps, tellGaps } from "../../../cli/stack/gaps.ts";
import type { Context } from "../../../cli/context.ts";
import type { Session } from "../../../cli/stack/session.ts";

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const urn = (name: string) => `urn:pulumi:dev::trainyard::trainyard:image:Image$docker:index/image:Image::${name}`;
let registry: Server;
let address: string;
let folder: string;
let asked: string[];

/** A registry that has the image `kept`, lost all else, and lets nobody look at `private`. */
beforeEach(async () => {
  asked = [];
  registry = createServer((request, response) => {
    asked.push(`${request.method ?? ""} ${request.url ?? ""}`);
    response.writeHead(request.url?.includes("/kept/") ? 200 : request.url?.includes("/private/") ? 401 : 404).end();
  });
  await new Promise<void>((resolve) => registry.listen(0, "127.0.0.1", resolve));
  address = `127.0.0.1:${(registry.address() as AddressInfo).port}`;
  folder = await mkdtemp(join(tmpdir(), "ty-gaps-"));
});
afterEach(async () => {
  await new Promise((resolve) => registry.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

const image = (name: string, repoDigest: string) => ({
  urn: urn(name),
  type: "docker:index/image:Image",
  id: name,
  outputs: { repoDigest },
});

async function gapsOf(resources: readonly object[], pending: readonly object[] = []) {
  const file = join(folder, ".pulumi", "stacks", "trainyard", "dev.json");
  await mkdir(dirname(file), { recursive: true });
  await writeFile(
    file,
    JSON.stringify({ version: 3, checkpoint: { stack: "dev", latest: { resources, pending_operations: pending } } }),
  );
  const session = {
    stack: "dev",
    toolchain: { env: { PULUMI_BACKEND_URL: `file://${folder}` } },
    configured: { text: () => undefined },
  } as unknown as Session;
  return findGaps({ root: process.cwd(), env: {} } as unknown as Context, session);
}

it("finds the images that a registry does not have any more, and asks for their very digests", async () => {
  const gaps = await gapsOf([
    image("kept", `${address}/trainyard/kept@${digest("a")}`),
    image("lost", `${address}/trainyard/lost@${digest("b")}`),
  ]);
  expect(gaps).toEqual({ images: [urn("lost")], namespaces: [], unsure: [] });
  expect(asked.sort()).toEqual([
    `HEAD /v2/trainyard/kept/manifests/${digest("a")}`,
    `HEAD /v2/trainyard/lost/manifests/${digest("b")}`,
  ]);
});

it("takes for there what nobody can say: a registry that asks who we are, one that does not answer, no registry", async () => {
  const nobody = createServer();
  await new Promise<void>((resolve) => nobody.listen(0, "127.0.0.1", resolve));
  const gone = `127.0.0.1:${(nobody.address() as AddressInfo).port}`;
  await new Promise((resolve) => nobody.close(resolve));
  const gaps = await gapsOf([
    image("private", `${address}/trainyard/private@${digest("a")}`),
    image("away", `${gone}/trainyard/away@${digest("b")}`),
    image("unpushed", digest("c")),
  ]);
  expect(gaps).toEqual({ images: [], namespaces: [], unsure: [] });
});

it("closes what it found with flags of the engine, and says why", () => {
  const gaps = { images: [urn("mlflow")], namespaces: ["trainyard-dev"], unsure: [] };
  expect(closing(gaps)).toEqual(["--refresh", "--replace", urn("mlflow")]);
  expect(tellGaps(gaps)).toEqual([
    "the cluster does not have namespace trainyard-dev any more: all in it is made again",
    "the registry does not have image mlflow any more: it is pushed again",
  ]);
  expect(closing({ images: [], namespaces: [], unsure: [] })).toEqual([]);
});

it("asks the cluster about objects in whose update a CLI was ended, and leaves runs to their own life cycle", async () => {
  const of = (type: string, name: string) => ({ urn: `urn:pulumi:dev::trainyard::${type}::${name}`, type, id: name });
  const [set, place] = [of("kubernetes:apps/v1:StatefulSet", "store"), of("kubernetes:core/v1:Secret", "auth")];
  const run = of("pulumi-nodejs:dynamic/runpod:TrainingJob", "smoke");
  const gaps = await gapsOf(
    [set, place, run],
    [
      { type: "updating", resource: set },
      { type: "updating", resource: run },
      { type: "creating", resource: place },
    ],
  );
  expect(gaps).toEqual({ images: [], namespaces: [], unsure: [set.urn] });
  expect(closing(gaps)).toEqual(["--refresh"]);
  expect(tellGaps(gaps)).toEqual([
    "an update was ended while it changed store: the cluster is asked what there is now",
  ]);
});
