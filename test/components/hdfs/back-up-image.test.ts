import { mkdir, readdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { ScriptBench } from "./script-bench.ts";

const IMAGE = "fsimage_0000000000000000042";
const DAY_MS = 86_400_000;
let bench: ScriptBench;

const backups = () => join(bench.folder, "backups");
const kept = async () => (await readdir(backups())).filter((name) => !name.startsWith(".")).sort();

/** A file system by its VERSION. */
const version = (namespaceId: number) =>
  `#now\\nnamespaceID=${namespaceId}\\nclusterID=lake\\nblockpoolID=BP-${namespaceId}-10.0.0.1\\n`;

/** The job's checkpoint gives this image of this file system. */
async function imageIs(content: string, namespaceId = 1, sumOf = content): Promise<void> {
  await bench.program(
    "run-java",
    `mkdir -p "$CHECKPOINT/current" && cd "$CHECKPOINT/current"
     printf '${sumOf}' >${IMAGE}; md5sum -b ${IMAGE} >${IMAGE}.md5; printf '${content}' >${IMAGE}
     printf '${version(namespaceId)}' >VERSION`,
  );
}

const backUp = (more: Readonly<Record<string, string>> = {}) =>
  bench.run("back-up-image.sh", {
    ...{ BACKUP_DIR: backups(), KEEP_DAYS: "7", CHECKPOINT: join(bench.folder, "checkpoint") },
    ...more,
  });

/** A copy so many days old, of the file system with this id; without one it does not say of which it is. */
async function copyOf(days: number, namespaceId?: number): Promise<string> {
  const when = new Date(Date.now() - days * DAY_MS);
  const name = when.toISOString().replace(/[-:]|\.\d+/g, "");
  const folder = join(backups(), name);
  await mkdir(folder);
  await writeFile(join(folder, IMAGE), "HDFSIMG1 old");
  if (namespaceId !== undefined) await writeFile(join(folder, "VERSION"), version(namespaceId).replaceAll("\\n", "\n"));
  const { exitCode } = await bench.shell(`cd ${folder} && sha256sum * >SHA256SUMS`);
  expect(exitCode).toBe(0);
  await utimes(folder, when, when);
  return name;
}

beforeEach(async () => {
  bench = new ScriptBench();
  await mkdir(backups());
  await bench.program("sync");
  await imageIs("HDFSIMG1 new");
});

describe("a copy of the name space", () => {
  it("is the image with its sums, and says of which file system it is", async () => {
    const { exitCode, stdout, stderr } = await backUp();
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toMatch(/wrote .*\/\d{8}T\d{6}Z: \d+ KiB/);
    const [name = ""] = await kept();
    expect((await readdir(join(backups(), name))).sort()).toEqual(["SHA256SUMS", "VERSION", IMAGE, `${IMAGE}.md5`]);
    expect((await bench.shell(`cd ${join(backups(), name)} && sha256sum -c SHA256SUMS`)).exitCode).toBe(0);
  });

  it("pushes out those of the same file system that are old, and leaves the others", async () => {
    const [, , young] = [await copyOf(9, 1), await copyOf(8, 1), await copyOf(6, 1)];
    expect((await backUp()).exitCode).toBe(0);
    const [first, ...more] = await kept();
    expect([first, more.length]).toEqual([young, 1]);
  });

  it("never pushes out one of another file system, or one that does not say of which it is", async () => {
    const others = [await copyOf(40), await copyOf(30, 2), await copyOf(20, 2)];
    const { exitCode, stdout } = await backUp();
    expect(exitCode).toBe(0);
    expect(await kept()).toEqual([...others, expect.any(String)]);
    expect(stdout).toContain(`${others[1] ?? ""}: it is old, and of another file system`);
  });

  it.each<[string, string, string?]>([
    ["empty", ""],
    ["cut off", "HDFSIMG1 ne", "HDFSIMG1 new"],
    ["something else", "<html>"],
  ])("is not made, and removes nothing, where the image is %s", async (_, content, sumOf = content) => {
    const before = [await copyOf(9, 1), await copyOf(8, 1)];
    await imageIs(content, 1, sumOf);
    const { exitCode, stderr } = await backUp();
    expect(exitCode).toBe(1);
    expect(stderr).toContain("no copy is made, and none is removed");
    expect(await kept()).toEqual(before);
  });

  it("is not made, and removes nothing, where no image can be had", async () => {
    const before = [await copyOf(9, 1)];
    await bench.program("hdfs-admin", "exit 1");
    expect((await backUp({ CHECKPOINT: "" })).exitCode).toBe(1);
    expect(await kept()).toEqual(before);
  });
});

describe("where there is no room", () => {
  /** So many KiB are free for each copy that is gone, and none before. */
  const room = async (kib: number, least: number): Promise<void> => {
    const free = `free=$(( $(ls -d "${backups()}"/2*Z | wc -l) < ${least} ? ${kib} : 0 ))`;
    await bench.program("df", `${free}; echo Avail; echo $free`);
    await bench.program(
      "cp",
      `${free}; if [ $free = 0 ]; then echo "no space left" >&2; exit 1; fi; exec /bin/cp "$@"`,
    );
  };

  it("old copies go before a new one is made, but for the newest: the next runs find room again", async () => {
    const [, newest] = [await copyOf(9, 1), await copyOf(8, 1)];
    await room(1000, 2);
    expect(await backUp()).toMatchObject({ exitCode: 0 });
    expect((await kept()).length).toBe(1);
    expect((await kept())[0]).not.toBe(newest);
  });

  it("none goes that is young, the newest, or of another file system, and what to do is said", async () => {
    const before = [await copyOf(30, 2), await copyOf(9, 1), await copyOf(6, 1)];
    await room(1000, 2);
    const { exitCode, stderr } = await backUp();
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/STOPPED: no room for a copy of \d+ KiB: 0 KiB are free/);
    expect(stderr).toContain("what to do: grow the claim");
    expect(await kept()).toEqual([before[0], before[2]]);
  });

  it("none goes where the newest is broken", async () => {
    const before = [await copyOf(9, 1), await copyOf(8, 1)];
    await writeFile(join(backups(), before[1] ?? "", IMAGE), "broken");
    await room(1000, 2);
    expect((await backUp()).exitCode).toBe(1);
    expect(await kept()).toEqual(before);
  });
});

it("two jobs at once make two copies, one after the other", async () => {
  await bench.program("date", `echo 20260101T00000$(ls -d "${backups()}"/2*Z 2>/dev/null | wc -l)Z`);
  const [one, two] = await Promise.all([backUp(), backUp({ CHECKPOINT: join(bench.folder, "other") })]);
  expect([one.exitCode, two.exitCode], one.stderr + two.stderr).toEqual([0, 0]);
  expect(await kept()).toEqual(["20260101T000000Z", "20260101T000001Z"]);
});
