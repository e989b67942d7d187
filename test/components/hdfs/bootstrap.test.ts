import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { anAddress, saying, ScriptBench } from "./script-bench.ts";

const JOURNAL_PORT = 8480;
const FORMAT = "-format -nonInteractive -clusterId lake";
let bench: ScriptBench;

beforeEach(async () => {
  bench = new ScriptBench();
  await bench.program("sleep");
  await bench.program("sync");
  // Rounds of minutes are twenty here.
  await bench.program("seq", 'for ((round = 1; round <= $1 && round <= 20; round++)); do echo "$round"; done');
  // A format and a copy leave an image where they are told to.
  await bench.program(
    "run-java",
    `for word in "$@"; do case $word in dfs.namenode.name.dir=file://*) at=\${word#*=file://}/current ;; esac; done
     case "$*" in *-format\\ *|*-bootstrapStandby*) mkdir -p "$at" && touch "$at/VERSION" "$at/fsimage_0000000000000000000" ;; esac`,
  );
});

type Journal = "formatted" | "empty" | "away";

/** What a JournalNode says of itself. */
const journal = async (is: Journal): Promise<string> => {
  if (is === "away") return anAddress();
  const status = is === "formatted" ? String.raw`{\"lake\":{\"Formatted\":\"true\"}}` : "{}";
  return saying(JOURNAL_PORT, () => `{ "beans" : [ { "JournalsStatus" : "${status}" } ] }`);
};

/** The bootstrap of a NameNode, one of two where there are journals. */
async function start(journals: readonly Journal[] = []) {
  await bench.forget();
  const hosts = await Promise.all(journals.map(journal));
  // Nobody is asked for the address of the other one: no label of a name is so long.
  const pod = { POD_NAME: "lake-namenode-0", POD_FQDN: `lake-namenode-0.${"x".repeat(64)}` };
  const place = {
    ...{ NAME_DIR: join(bench.folder, "name"), CLUSTER_ID: "lake", STANDS_DIR: stands() },
    ...{ ...pod, POD_NAMESPACE: "base", POD_UID: "uid-1" },
  };
  const result = await bench.run("bootstrap.sh", {
    ...place,
    ...(hosts.length === 0 ? {} : { JOURNALS: hosts.join(" ") }),
  });
  const calls = await bench.calls();
  const ran = calls.filter((call) => call.startsWith("run-java"));
  return { ...result, ran, slept: calls.filter((call) => call.startsWith("sleep ")).length, hosts };
}

async function haveImage(): Promise<void> {
  const current = join(bench.folder, "name", "current");
  await mkdir(current, { recursive: true });
  for (const file of ["VERSION", "fsimage_0000000000000000007"]) await writeFile(join(current, file), "");
}

const stands = () => join(bench.folder, "stands");

/** What ConfigMap lake-stands says. */
async function said(keys: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(stands(), { recursive: true });
  for (const [key, value] of Object.entries(keys)) await writeFile(join(stands(), key), value);
}

const asTold = (ran: readonly string[]) =>
  ran.map((call) => /-(format|bootstrapStandby|initializeSharedEdits|formatZK)\b/.exec(call)?.[1]);

describe("a NameNode with its image", () => {
  it.each<[string, readonly Journal[]]>([
    ["away", ["formatted", "away", "formatted"]],
    ["empty, as its volume was lost", ["formatted", "formatted", "empty"]],
  ])("starts while one of three journals is %s: two are a quorum", async (_, journals) => {
    await haveImage();
    const { exitCode, stderr, ran, slept, hosts } = await start(journals);
    expect({ exitCode, ran: asTold(ran) }, stderr).toEqual({ exitCode: 0, ran: ["formatZK"] });
    const other = hosts[journals.findIndex((is) => is !== "formatted")] ?? "";
    expect(stderr).toMatch(new RegExp(`going on with 2 of 3 journals.*${other}`));
    expect(slept).toBe(journals.includes("away") ? 15 : 0);
  });

  it("gives the journals to its file system when all three have none", async () => {
    await haveImage();
    const { exitCode, ran } = await start(["empty", "empty", "empty"]);
    expect({ exitCode, ran: asTold(ran) }).toEqual({ exitCode: 0, ran: ["initializeSharedEdits", "formatZK"] });
  });

  it.each<[readonly Journal[], string]>([
    [["empty", "empty", "away"], "too few journals were seen"],
    [["formatted", "empty", "away"], "too few journals were seen"],
    [["formatted", "away", "away"], "too few journals were seen"],
    [["formatted", "empty", "empty"], "only 1 of 3 journals belongs to the file system"],
  ])("never gives journals away, and does not start, where they are %s", async (journals, what) => {
    await haveImage();
    const { exitCode, stderr, ran } = await start(journals);
    expect({ exitCode, ran }, stderr).toEqual({ exitCode: 1, ran: [] });
    expect(stderr).toContain(`bootstrap: STOPPED: ${what}`);
  });
});

describe("a NameNode without an image, one of two", () => {
  it("formats where all three journals have never had a file system", async () => {
    const { exitCode, ran } = await start(["empty", "empty", "empty"]);
    expect({ exitCode, ran: asTold(ran) }).toEqual({
      exitCode: 0,
      ran: ["format", "initializeSharedEdits", "formatZK"],
    });
    expect(ran[0]).toContain(FORMAT);
    expect(await readdir(join(bench.folder, "name", "current"))).toEqual(["VERSION", "fsimage_0000000000000000000"]);
  });

  it.each<[readonly Journal[]]>([[["formatted", "empty", "away"]], [["formatted", "away", "away"]]])(
    "formats nothing where one journal has a file system: %s",
    async (journals) => {
      const { exitCode, stderr, ran } = await start(journals);
      expect({ exitCode, ran }).toEqual({ exitCode: 1, ran: [] });
      expect(stderr).toContain("bootstrap: STOPPED: no image of the name space, and none to copy");
    },
  );

  it("formats nothing on a partial view, and says only what is so", async () => {
    const { exitCode, stderr, ran } = await start(["empty", "empty", "away"]);
    expect({ exitCode, ran }).toEqual({ exitCode: 1, ran: [] });
    expect(stderr.match(/STOPPED: .*/g)).toEqual(["STOPPED: too few journals were seen"]);
  });
});

describe("a file system that has served", () => {
  const allow = `kubectl patch configmap lake-stands -n base --type merge -p '{"data":{"beginAnew":"uid-1"}}'`;

  it("is not formatted anew where the volume of its only NameNode is lost: what happened is said, and what to do", async () => {
    expect(asTold((await start()).ran)).toEqual(["format"]);
    await rm(join(bench.folder, "name"), { recursive: true });
    await said({ nameNodes: "1" });
    const { exitCode, stderr, ran } = await start();
    expect({ exitCode, ran }, stderr).toEqual({ exitCode: 1, ran: [] });
    expect(stderr).toContain("bootstrap: STOPPED: no image of the name space, and this is not the first start");
    expect(stderr).toContain("why: ConfigMap lake-stands -n base says that this file system has served. The volume");
    expect(stderr).toContain("what to do: bring its volume back, or put a copy of the image on this one");
    expect(stderr).toContain(allow);
  });

  it("is formatted anew by the pod that a person has named, and by no other", async () => {
    await said({ nameNodes: "1", beginAnew: "uid-0" });
    expect((await start()).ran).toEqual([]);
    await said({ beginAnew: "uid-1" });
    const { exitCode, ran } = await start();
    expect({ exitCode, ran: asTold(ran) }).toEqual({ exitCode: 0, ran: ["format"] });
  });

  it("of two NameNodes is not formatted anew where this one and all journals are lost", async () => {
    await said({ nameNodes: "2" });
    const { exitCode, stderr, ran } = await start(["empty", "empty", "empty"]);
    expect({ exitCode, ran }).toEqual({ exitCode: 1, ran: [] });
    expect(stderr).toContain(allow);
  });

  it("does not go on with the older edits of this NameNode where all journals are lost, unless a person says so", async () => {
    await haveImage();
    await said({ nameNodes: "2" });
    const { exitCode, stderr, ran } = await start(["empty", "empty", "empty"]);
    expect({ exitCode, ran }).toEqual({ exitCode: 1, ran: [] });
    expect(stderr).toContain("bootstrap: STOPPED: all 3 journals are empty");
    expect(stderr).toContain(allow);
    await said({ beginAnew: "uid-1" });
    expect(asTold((await start(["empty", "empty", "empty"])).ran)).toEqual(["initializeSharedEdits", "formatZK"]);
  });

  it("of one NameNode gives its edits to the journals of two", async () => {
    await haveImage();
    await said({ nameNodes: "1" });
    expect(asTold((await start(["empty", "empty", "empty"])).ran)).toEqual(["initializeSharedEdits", "formatZK"]);
  });
});
