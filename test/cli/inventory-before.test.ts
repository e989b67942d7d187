import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { inventoryBefore } from "../../cli/inventory-before.ts";
import { Output } from "../../cli/output.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

function kept(text: string | undefined) {
  const home = temporaryFolder("inventory");
  const sink = { write: () => true };
  const out = new Output({ stdout: sink, stderr: sink, env: {} });
  mkdirSync(join(home, "local"));
  if (text !== undefined) writeFileSync(join(home, "local", "inventory-before.json"), text);
  return { out, read: () => inventoryBefore({ home, out }) };
}

const whole = { pods: [], containers: [], processes: [], mounts: ["/"], links: ["lo"], iptables: [], cgroups: [] };

it("reads what was there before", async () => {
  const { out, read } = kept(JSON.stringify(whole));
  expect([await read(), out.warnings]).toEqual([whole, []]);
  expect(await kept(undefined).read()).toBeUndefined();
});

it.each(["", '{"pods":[', "null", '{"pods":[]}'])(
  "goes on without an inventory that is %j, and says so",
  async (text) => {
    const { out, read } = kept(text);
    expect(await read()).toBeUndefined();
    expect(out.warnings).toEqual([expect.stringMatching(/inventory-before\.json cannot be read/)]);
  },
);
