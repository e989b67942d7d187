import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../../components/lib/unknown.ts";
import { registryLifecycle } from "../../../../components/runpod/registry-auth/lifecycle.ts";
import { createdBy, emulatedRunpod } from "../emulated.ts";

const sentinel = "SENTINEL-password";
const inputs = {
  project: "trainyard",
  stack: "dev",
  name: "images",
  username: "robot",
  password: sentinel,
  __provider: "shim",
};

function registries() {
  const yard = emulatedRunpod();
  return {
    ...yard,
    lifecycle: registryLifecycle(() => yard.world),
    list: () => yard.clock.run(yard.account.registries.list()),
  };
}

describe("a registry credential", () => {
  it("is created under a name of its own, read without a change, and deleted", async () => {
    const { lifecycle, clock, list } = registries();
    const { id, outs } = await clock.run(createdBy(lifecycle, inputs));
    expect(await list()).toEqual([
      { id, name: expect.stringMatching(/^trainyard-dev-images-[0-9a-f]{16}$/) as string },
    ]);
    const read = await clock.run(lifecycle.read(id, outs));
    expect(read.props).toEqual(outs);
    expect(await lifecycle.diff(id, read.props, read.inputs)).toMatchObject({ changes: false });
    await clock.run(lifecycle.delete(id, outs));
    await clock.run(lifecycle.delete(id, outs));
    expect(await list()).toEqual([]);
    expect(await clock.run(lifecycle.read(id, outs))).toEqual({});
  });

  it("is another one when anything changes, made before the old one goes", async () => {
    const { lifecycle, clock, list } = registries();
    const old = await clock.run(createdBy(lifecycle, inputs));
    const news = { ...inputs, password: "other" };
    const diff = await lifecycle.diff(old.id, old.outs, news);
    expect(diff).toMatchObject({ changes: true, replaces: ["password"], deleteBeforeReplace: false });
    await clock.run(createdBy(lifecycle, news));
    await clock.run(lifecycle.delete(old.id, old.outs));
    expect(await list()).toHaveLength(1);
  });

  it("never touches credentials that it did not make", async () => {
    const { lifecycle, clock, account, list } = registries();
    const body = { name: "trainyard-dev-images", username: "u", password: "p" };
    const foreign = await clock.run(account.registries.create(body));
    const { id, outs } = await clock.run(createdBy(lifecycle, inputs));
    await clock.run(lifecycle.delete(id, outs));
    expect(await list()).toMatchObject([{ id: foreign.id }]);
  });

  it.each(["before", "after"] as const)(
    "is made exactly once though the answer was lost %s the effect",
    async (phase) => {
      const { lifecycle, clock, core, list } = registries();
      core.addFault({ match: { method: "POST", path: "/v2/registries" }, fault: { kind: "drop", phase } });
      const { id } = await clock.run(createdBy(lifecycle, inputs));
      expect((await list()).map((one) => one.id)).toEqual([id]);
    },
  );

  it("never shows its password in a failure", async () => {
    const { lifecycle, clock, core } = registries();
    core.addFault({ match: { method: "POST", path: "/v2/registries" }, fault: { kind: "rule" } });
    const failure = await clock.run(createdBy(lifecycle, inputs)).catch((error: unknown) => error);
    expect(JSON.stringify(failure) + String(failure)).not.toContain(sentinel);
    const { failures } = await lifecycle.check({}, { ...inputs, password: 12_345 });
    expect(failures).toEqual([{ property: "password", reason: "must be a text that is not empty" }]);
  });

  it("is checked with values that preview does not know yet", async () => {
    const { lifecycle } = registries();
    expect(await lifecycle.check({}, { ...inputs, password: UNKNOWN })).toMatchObject({ failures: [] });
    expect((await lifecycle.check({}, { ...inputs, username: "" })).failures).toMatchObject([{ property: "username" }]);
  });
});
