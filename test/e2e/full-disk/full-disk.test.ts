import { execFileSync } from "node:child_process";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Bed } from "../../support/e2e-bed.ts";
import { type Clone, makeClone } from "../../support/e2e-clone.ts";
import { refuses } from "../../support/e2e-refusal.ts";
import { jobOf, pythonImage, script, stackOf, volume } from "../../support/e2e-stack.ts";

let clone: Clone;
let image: string;
beforeAll(async () => {
  [clone, image] = await Promise.all([makeClone(), pythonImage()]);
});
afterAll(() => clone.remove());

/** Mounting needs root on Linux; elsewhere the simulated disk of the unit tests stands for it. */
const mayMount = process.platform === "linux" && process.getuid?.() === 0;

describe.runIf(mayMount)("a full disk", () => {
  it("ends the pod and says that the disk is full", async () => {
    const [home, aside] = [await mkdtemp(join(tmpdir(), "ty-")), await mkdtemp(join(tmpdir(), "ty-"))];
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=32m", "tmpfs", home]);
    await symlink(aside, join(home, "local")); // the emulated RunPod is not on this disk
    const small = await Bed.open(clone, "full", home);
    try {
      await small.configure(stackOf(image, [jobOf("smoke", { command: script({ until: "go" }) })], { volume }));
      const up = small.startYard(["up"]);
      await small.running("smoke");
      await writeFile(join(home, "ballast"), Buffer.alloc(64 * 1024 * 1024)).catch(() => undefined);
      await small.signal("go");
      const ended = await up.done;
      refuses(ended, 1, /disk[^]*(?:is full|no space)[^]*do: /i);
      expect([await small.account.livePods(), await small.containers()]).toEqual([[], []]);
    } finally {
      await rm(join(home, "ballast"), { force: true });
      await small.close().catch(() => undefined);
      execFileSync("umount", ["--lazy", home]);
      for (const folder of [home, aside]) await rm(folder, { recursive: true, force: true });
    }
  });
});
