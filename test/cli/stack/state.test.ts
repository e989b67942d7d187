import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import type { Context } from "../../../cli/context.ts";
import { Output } from "../../../cli/output.ts";
import { type Account, findLost } from "../../../cli/stack/account.ts";
import { readState, resourceIds } from "../../../cli/stack/state.ts";
import { provenName } from "../../../components/lib/names.ts";
import { fakePulumi } from "../../support/fake-pulumi.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** A stack in a backend that is no folder; what the CLI says of it is the test's. */
function stack(script: string) {
  const folder = temporaryFolder("state");
  copyFileSync(join(root, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
  const pulumi = fakePulumi(script);
  const site = { root: folder, home: folder, cache: folder, env: { PULUMI_BACKEND_URL: "s3://states" } };
  return { site, toolchain: { env: { PATH: pulumi.path }, parts: [] } };
}

const away = "echo 'error: read .pulumi: no such host' >&2; exit 255";
const none = "echo \"error: no stack named 'prod' found\" >&2; exit 255";

it("is empty where the backend has no such stack", async () => {
  const { site, toolchain } = stack(none);
  expect(await readState(site, toolchain, "prod")).toEqual([]);
});

it("is not empty where the backend cannot be asked", async () => {
  const { site, toolchain } = stack(away);
  await expect(resourceIds(site, toolchain, "prod")).rejects.toThrow(/no such host/);
});

it("makes no credential look lost while it cannot be read", async () => {
  const name = provenName({ project: "trainyard", stack: "prod", name: "images" }, "0a1b2c3d", "owner-1");
  const things = { registries: { list: async () => [{ id: "c1", name }] }, templates: { list: async () => [] } };
  const account = { owner: "owner-1", project: "trainyard", things } as unknown as Account;
  const lost = async (script: string) => {
    const { site, toolchain } = stack(script);
    const sink = { write: () => true };
    const out = new Output({ stdout: sink, stderr: sink, env: {} });
    const found = await findLost({ ...site, out } as unknown as Context, toolchain, account, "prod");
    return [found.map(({ id }) => id), out.warnings];
  };
  expect(await lost(away)).toEqual([
    [],
    [expect.stringContaining("credentials and templates of stack prod are left alone")],
  ]);
  expect(await lost(none)).toEqual([["c1"], []]);
});
