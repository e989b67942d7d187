import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { locate } from "../../../cli/context.ts";
import { type Engine, ensureEngine } from "../../../cli/engine/index.ts";
import { ownImage } from "../../../cli/images/own-image.ts";
import { findStale, prune, pruneSteps } from "../../../cli/images/prune.ts";
import { runOrFail } from "../../../local/process/run.ts";

const root = resolve(import.meta.dirname, "../../..");
const site = { ...locate(root, process.env), env: process.env };
const tag = () => randomBytes(6).toString("hex");
const quiet = () => undefined;

/** Names under which the images of this test are made; nothing else of the engine is removed by it. */
const current = { ...ownImage({ root }, "hdfs"), tag: tag() };
const old = tag();
const used = tag();
const names = {
  current: `trainyard/hdfs:${current.tag}`,
  old: [`trainyard/hdfs:${old}`, `localhost:1/trainyard/hdfs:${old}`],
  used: `trainyard/hdfs:${used}`,
};

let engine: Engine;
let folder: string;
beforeAll(async () => {
  engine = await ensureEngine(site, quiet);
  folder = await mkdtemp(join(tmpdir(), "ty-prune-"));
  for (const name of [names.current, names.old[0] ?? "", names.used]) await importAs(name);
  await engine.docker.getImage(names.old[0] ?? "").tag({ repo: "localhost:1/trainyard/hdfs", tag: old });
});
afterAll(async () => {
  for (const name of [names.current, ...names.old, names.used])
    await engine.docker
      .getImage(name)
      .remove()
      .catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
});

/** An image of one file of its own, of 2 MB. */
async function importAs(name: string): Promise<void> {
  const [repo = "", version = ""] = name.split(":");
  await writeFile(join(folder, "content"), randomBytes(2_000_000));
  const archive = join(folder, "content.tar");
  await runOrFail("no archive", "see tar's words", "tar", ["-C", folder, "-cf", archive, "content"]);
  const answer = await engine.docker.importImage(archive, { repo, tag: version });
  await new Promise<void>((done, failed) => void answer.on("error", failed).on("end", done).resume());
}

const mine = async () => {
  const all = [...names.old, names.used, names.current];
  const stale = await findStale(engine, [current]);
  return stale.filter((image) => image.names.some((name) => all.includes(name)));
};

it("finds what the sources do not make, under all its names, and not what they make", async () => {
  const found = await mine();
  expect(found.map((image) => [...image.names].sort())).toEqual(
    expect.arrayContaining([[...names.old].sort(), [names.used]]),
  );
  expect(found).toHaveLength(2);
  for (const image of found) {
    expect(image.sizeMB).toBeCloseTo(2, 1);
    expect(image.ownMB).toBeCloseTo(2, 1);
    expect(Date.now() - image.createdAt.getTime()).toBeLessThan(600_000);
  }
});

it("removes them, but not one that a container uses; and misses none that is gone", async () => {
  const container = await engine.docker.createContainer({ Image: names.used, Cmd: ["/content"] });
  const found = await mine();
  const gone = { id: "", names: [`trainyard/hdfs:${tag()}`], createdAt: new Date(), sizeMB: 0, ownMB: 0 };
  // As in an engine of somebody else, whose steps of builds are not ours.
  const pruned = await prune({ ...engine, origin: "given" }, [...found, gone], quiet).finally(() => container.remove());
  expect([...pruned.removed].sort()).toEqual([...names.old, ...gone.names].sort());
  expect(pruned.kept).toEqual([
    { name: names.used, why: expect.stringContaining(container.id.slice(0, 12)) as string },
  ]);
  expect(pruned.freedStepsMB).toBe(0);
  expect((await mine()).flatMap((image) => image.names)).toEqual([names.used]);
  await expect(engine.docker.getImage(names.current).inspect()).resolves.toBeDefined();
});

it("asks an engine to forget steps of builds that nothing used for so long", async () => {
  expect(await pruneSteps(engine, 10 * 365 * 24)).toBe(0);
});
