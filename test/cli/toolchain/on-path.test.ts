import { chmod, copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { pulumiOnPath } from "../../../cli/toolchain/on-path.ts";

const root = resolve(import.meta.dirname, "../../..");
let bin: string;
beforeEach(async () => {
  bin = await mkdtemp(join(tmpdir(), "ty-on-path-"));
});
afterEach(() => rm(bin, { recursive: true }));

async function program(name: string, text: string): Promise<void> {
  await writeFile(join(bin, name), text);
  await chmod(join(bin, name), 0o755);
}
const found = () => pulumiOnPath({ PATH: [bin, "/usr/bin", "/bin"].join(delimiter) });

describe("a CLI on PATH", () => {
  it("is official with a language host of its own", async () => {
    await program("pulumi", "#!/bin/sh\necho v3.260.1\n");
    await program("pulumi-language-nodejs", "\x7fELF official");
    expect(await found()).toEqual({ bin, kind: "official", version: "3.260.1" });
  });

  it("is the one built here with our language host beside it, and keeps its stand-ins", async () => {
    await program("pulumi", "#!/bin/sh\necho v3.260.1\n");
    await copyFile(join(root, "local/plugins/pulumi-language-nodejs"), join(bin, "pulumi-language-nodejs"));
    await chmod(join(bin, "pulumi-language-nodejs"), 0o755);
    expect(await found()).toMatchObject({ kind: "source" });
  });

  it("is refused without a language host, and when it is too old", async () => {
    await program("pulumi", "#!/bin/sh\necho v3.260.1\n");
    expect(await found()).toMatchObject({ refused: expect.stringContaining("no pulumi-language-nodejs") as string });
    await program("pulumi", "#!/bin/sh\necho v3.1.0\n");
    expect(await found()).toMatchObject({ refused: expect.stringContaining("3.250.0 or newer is needed") as string });
  });
});
