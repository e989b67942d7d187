import { describe, expect, it } from "vitest";
import { deleteThings, lostThings, renderThing } from "../../../cli/sweep/things.ts";
import { registryLifecycle } from "../../../components/runpod/registry-auth/lifecycle.ts";
import { templateLifecycle } from "../../../components/runpod/template/lifecycle.ts";
import { createdBy, emulatedRunpod } from "../../components/runpod/emulated.ts";

const whose = { owner: "owner-1", project: "trainyard", stack: "dev" };
const place = { project: "trainyard", stack: "dev" };
const credential = { ...place, name: "images", username: "robot", password: "SENTINEL", __provider: "shim" };
const notebook = {
  ...{ ...place, name: "notebook", image: "example/notebook:1", args: "", diskGb: 20, ports: [], env: {} },
  ...{ registryAuthId: null, category: "NVIDIA", __provider: "shim" },
};

/** An account with a credential and a template of ours that are in the state, and the same two that are not. */
async function account() {
  const yard = emulatedRunpod();
  const registries = registryLifecycle(() => yard.world);
  const templates = templateLifecycle(() => yard.world);
  const make = async (inputs: object) => (await yard.clock.run(createdBy(registries, inputs))).id;
  const kept = [await make(credential), (await yard.clock.run(createdBy(templates, notebook))).id];
  const killed = { ...notebook, name: "killed" };
  const lost = [await make(credential), (await yard.clock.run(createdBy(templates, killed))).id];
  const found = (of: Partial<typeof whose> = {}, ids: ReadonlySet<string> | undefined = new Set(kept)) =>
    yard.clock.run(lostThings(yard.account, { ...whose, ...of }, () => Promise.resolve(ids)));
  const left = async () => ({
    registries: (await yard.clock.run(yard.account.registries.list())).map(({ id }) => id),
    templates: (await yard.clock.run(yard.account.templates.list())).map(({ id }) => id),
  });
  return { ...yard, make, kept, lost, found, left };
}

describe("credentials and templates that a killed create left", () => {
  it("are what is ours and in no state", async () => {
    const { found, lost } = await account();
    const things = await found();
    expect(things.map(({ kind, id, stack }) => [kind, id, stack])).toEqual([
      ["credential", lost[0], "dev"],
      ["template", lost[1], "dev"],
    ]);
    expect(things.map(renderThing).join()).toMatch(/orphan .*trainyard-dev-images-.*credential.*killed.*template/);
  });

  it("are not looked for in a stack that an update works on", async () => {
    const { account: things, clock } = await account();
    const busy = lostThings(things, whose, () => Promise.resolve(undefined));
    expect(await clock.run(busy)).toEqual([]);
  });

  it.each([
    ["owner", { owner: "owner-2" }],
    ["project", { project: "other" }],
    ["stack", { stack: "prod" }],
  ])("are not those of another %s", async (_what, of) => {
    expect(await (await account()).found(of, new Set())).toEqual([]);
  });

  it("are deleted, and nothing else is", async () => {
    const { account: things, clock, found, kept, left, make } = await account();
    const byHand = await clock.run(
      things.registries.create({ name: "trainyard-dev-images-0a1b2c3d0a1b2c3d", username: "u", password: "p" }),
    );
    const elsewhere = await make({ ...credential, stack: "prod" });
    const said: string[] = [];
    expect(await clock.run(deleteThings(things, await found(), (line) => said.push(line)))).toHaveLength(2);
    expect(await left()).toEqual({ registries: [kept[0], byHand.id, elsewhere], templates: [kept[1]] });
    expect(said).toEqual([
      expect.stringMatching(/^deleting credential /),
      expect.stringMatching(/^deleting template /),
    ]);
    expect(await found()).toEqual([]);
  });

  it("are all of a stack without a state", async () => {
    const { found, kept, lost } = await account();
    const ids = (await found({}, new Set())).map(({ id }) => id);
    expect(ids.sort()).toEqual([...kept, ...lost].sort());
  });
});
