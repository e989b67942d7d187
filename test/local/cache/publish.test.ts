import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { withLock } from "../../../local/cache/lock.ts";
import { publishOnce } from "../../../local/cache/publish.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = () => temporaryFolder("publish");

async function make(aside: string, content: string): Promise<void> {
  await mkdir(aside);
  await writeFile(join(aside, "file"), content);
}

it("makes what is missing once, however many ask", async () => {
  const target = join(folder(), "part");
  let made = 0;
  const asked = [1, 2, 3].map(() =>
    publishOnce(target, async (aside) => {
      made += 1;
      await make(aside, String(made));
    }),
  );
  expect((await Promise.all(asked)).filter(Boolean)).toEqual([true]);
  expect(readFileSync(join(target, "file"), "utf8")).toBe("1");
});

it("leaves nothing when making fails, and can be tried again", async () => {
  const at = folder();
  const target = join(at, "part");
  const failing = publishOnce(target, async (aside) => {
    await make(aside, "half");
    throw new Error("no network");
  });
  await expect(failing).rejects.toThrow("no network");
  expect(readdirSync(at)).not.toContain("part");
  await publishOnce(target, (aside) => make(aside, "whole"));
  expect(readFileSync(join(target, "file"), "utf8")).toBe("whole");
});

it("removes what a killed run left aside", async () => {
  const at = folder();
  mkdirSync(join(at, ".part.aside-4711"));
  writeFileSync(join(at, ".part.aside-4711", "file"), "half");
  await publishOnce(join(at, "part"), (aside) => make(aside, "whole"));
  expect(readdirSync(at).filter((name) => name.includes("aside"))).toEqual([]);
});

it("takes the lock of a killed run over, whose half-made part never counts", async () => {
  const at = folder();
  const module = fileURLToPath(new URL("../../../local/cache/publish.ts", import.meta.url));
  const script = `import { publishOnce } from ${JSON.stringify(module)};
    import { mkdir } from "node:fs/promises";
    await publishOnce(${JSON.stringify(join(at, "part"))}, async (aside) => { await mkdir(aside); console.log("held"); await new Promise((r) => setTimeout(r, 60000)); });`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script]);
  await new Promise((resolve) => child.stdout.once("data", resolve));
  child.kill("SIGKILL");
  await new Promise((resolve) => child.once("close", resolve));
  expect(existsSync(join(at, "part"))).toBe(false);
  const waited: string[] = [];
  await publishOnce(join(at, "part"), (aside) => make(aside, "whole"), {
    staleSeconds: 3,
    onWait: (holder) => waited.push(holder),
  });
  expect(readFileSync(join(at, "part", "file"), "utf8")).toBe("whole");
  expect(waited).toEqual([String(child.pid)]);
});

it("refuses to wait for ever and names the holder", async () => {
  const file = join(folder(), "lock");
  await withLock(file, async () => {
    const second = withLock(file, async () => undefined, { waitSeconds: 0 });
    await expect(second).rejects.toMatchObject({ text: { why: `process ${process.pid} is still at work` } });
  });
});
