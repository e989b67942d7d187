import { cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { stackExists } from "../../../cli/pulumi.ts";
import { readState } from "../../../cli/stack/state.ts";
import { ensureToolchain } from "../../../cli/toolchain/index.ts";
import { fakePulumi } from "../../support/fake-pulumi.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

it.each(["plain", "c#", "100%", "a%20b", "why?", "a b ខ្មែរ"])("keeps state in a folder named %j", async (name) => {
  const home = join(temporaryFolder("backend"), name);
  mkdirSync(home);
  for (const file of ["Pulumi.yaml", "package-lock.json"]) cpSync(join(root, file), join(home, file));
  const pulumi = fakePulumi("exit 1");
  const site = { root: home, home, cache: home, env: { PATH: pulumi.path } };
  const toolchain = await ensureToolchain(site, () => undefined);
  const url = new URL(toolchain.env["PULUMI_BACKEND_URL"] ?? ""); // as the CLI reads it
  expect([url.search, url.hash, existsSync(decodeURIComponent(url.pathname))]).toEqual(["", "", true]);
  const stacks = join(decodeURIComponent(url.pathname), ".pulumi", "stacks", "trainyard");
  mkdirSync(stacks, { recursive: true });
  const urn = { urn: "urn:pulumi:dev::trainyard::pulumi:pulumi:Stack::trainyard-dev", type: "pulumi:pulumi:Stack" };
  writeFileSync(join(stacks, "dev.json"), JSON.stringify({ checkpoint: { latest: { resources: [urn] } } }));
  expect(await stackExists(site, toolchain, "dev")).toBe(true);
  expect(await readState(site, toolchain, "dev")).toEqual([urn]);
});
