import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../../components/lib/unknown.ts";
import { templateLifecycle } from "../../../../components/runpod/template/lifecycle.ts";
import { createdBy, emulatedRunpod } from "../emulated.ts";

const inputs = {
  ...{ project: "trainyard", stack: "dev", name: "notebook", image: "example/notebook:1", args: "", diskGb: 20 },
  ...{ ports: ["8888/http"], env: { A: "1" }, registryAuthId: null, category: "NVIDIA", __provider: "shim" },
};

function templates() {
  const yard = emulatedRunpod();
  return {
    ...yard,
    lifecycle: templateLifecycle(() => yard.world),
    list: () => yard.clock.run(yard.account.templates.list()),
  };
}

describe("a template", () => {
  it("is created, read without a change, changed in place, and deleted", async () => {
    const { lifecycle, clock, list, core } = templates();
    const { id, outs } = await clock.run(createdBy(lifecycle, inputs));
    expect(await list()).toMatchObject([{ id, name: "trainyard-dev-notebook", startSsh: false, startJupyter: false }]);
    const read = await clock.run(lifecycle.read(id, outs));
    expect(read.props).toEqual(outs);
    expect(await lifecycle.diff(id, read.props, read.inputs)).toMatchObject({ changes: false });

    const news = { ...inputs, image: "example/notebook:2", env: {} };
    expect(await lifecycle.diff(id, outs, news)).toMatchObject({ changes: true, replaces: [] });
    await clock.run(lifecycle.update(id, outs, news));
    expect(await list()).toMatchObject([
      { id, image: "example/notebook:2", env: { TRAINYARD_STACK: "trainyard-dev", TRAINYARD_OWNER: "owner-1" } },
    ]);

    await clock.run(lifecycle.delete(id, outs));
    await clock.run(lifecycle.delete(id, outs));
    expect(await list()).toEqual([]);
    expect(await clock.run(lifecycle.read(id, outs))).toEqual({});
    expect(core.bugs()).toEqual([]);
  });

  it("shows a change by hand", async () => {
    const { lifecycle, clock, account } = templates();
    const { id, outs } = await clock.run(createdBy(lifecycle, inputs));
    await clock.run(account.templates.update(id, { image: "other:1" }));
    const read = await clock.run(lifecycle.read(id, outs));
    expect(read.inputs).toMatchObject({ image: "other:1", env: { A: "1" } });
  });

  it.each(["before", "after"] as const)(
    "is made exactly once though the answer was lost %s the effect",
    async (phase) => {
      const { lifecycle, clock, core, list } = templates();
      core.addFault({ match: { method: "POST", path: "/v2/templates" }, fault: { kind: "drop", phase } });
      const { id } = await clock.run(createdBy(lifecycle, inputs));
      expect((await list()).map((one) => one.id)).toEqual([id]);
    },
  );

  it("takes its own over and leaves one alone that only shares its name", async () => {
    const { lifecycle, clock, account, list } = templates();
    await clock.run(account.templates.create({ name: "trainyard-dev-notebook", image: "foreign:1" }));
    const own = await clock.run(createdBy(lifecycle, inputs));
    const again = await clock.run(createdBy(lifecycle, { ...inputs, diskGb: 30 }));
    expect(again.id).toBe(own.id);
    expect(await list()).toHaveLength(2);
    expect((await list()).find((one) => one.id === own.id)).toMatchObject({ disk: 30 });
  });

  it.each([
    [{ ports: ["8888"] }, "ports[0]"],
    [{ diskGb: 0 }, "diskGb"],
    [{ image: "" }, "image"],
    [{ colour: "red" }, "colour"],
    [{ project: "my-yard" }, "project"],
  ])("refuses %j", async (change, property) => {
    const { lifecycle } = templates();
    expect((await lifecycle.check({}, { ...inputs, ...change })).failures).toMatchObject([{ property }]);
  });

  it("is checked with values that preview does not know yet", async () => {
    const { lifecycle } = templates();
    const unknown = { ...inputs, image: UNKNOWN, registryAuthId: UNKNOWN, env: { A: UNKNOWN } };
    expect((await lifecycle.check({}, unknown)).failures).toEqual([]);
  });
});
