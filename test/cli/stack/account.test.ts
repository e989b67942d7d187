import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import type { Context } from "../../../cli/context.ts";
import { openAccount } from "../../../cli/stack/account.ts";
import { fileOfSecrets, stackConfigFiles } from "../../../cli/stack-config.ts";
import { fakePulumi } from "../../support/fake-pulumi.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const secret = "config:\n  trainyard:runpod: http://127.0.0.1:9/v2\n  trainyard:runpodApiKey:\n    secure: v1:abc\n";

/** A clone whose key is a secret of the committed file; the CLI decrypts it from whatever file it is given. */
function clone(file: string) {
  const folder = temporaryFolder("account");
  copyFileSync(join(root, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
  writeFileSync(join(folder, "Pulumi.prod.yaml"), file);
  const pulumi = fakePulumi(`while [ "$1" != --config-file ]; do shift; done\nsed -n 's/.*secure: v1:/key-/p' "$2"`);
  const site = { root: folder, home: join(folder, "home"), cache: join(folder, "cache") };
  const context = { ...site, env: {}, options: () => ({ stack: "prod" }) } as unknown as Context;
  return { site, open: () => openAccount(context, { env: { PATH: pulumi.path }, parts: [] }) };
}

const salted = `encryptionsalt: v1:salt\n${secret}`;

it("finds the key that is a secret of the configuration in a clone that was never updated", async () => {
  const { connection } = await clone(salted).open();
  expect(connection.apiKey).toBe("key-abc");
});

it("takes the key of today, whatever the last update was given", async () => {
  const { site, open } = clone(salted);
  const { merged } = stackConfigFiles(site, "prod");
  mkdirSync(join(site.home, "config"), { recursive: true });
  writeFileSync(merged, salted.replace("v1:abc", "v1:former"));
  expect((await open()).connection.apiKey).toBe("key-abc");
});

it("reads secrets of a file without a salt from the copy that has it", () => {
  const { site } = clone(secret);
  const { committed, merged } = stackConfigFiles(site, "prod");
  expect(readFileSync(committed, "utf8")).not.toContain("encryptionsalt");
  expect(fileOfSecrets(site, "prod")).toBe(merged);
});
