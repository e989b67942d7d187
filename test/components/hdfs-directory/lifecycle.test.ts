import { beforeEach, describe, expect, it } from "vitest";
import { directoryInputs, type HdfsDirectoryArgs } from "../../../components/hdfs-directory/args.ts";
import { directoryLifecycle } from "../../../components/hdfs-directory/lifecycle.ts";
import type { Lifecycle } from "../../../components/lib/shim.ts";
import { SimulatedFiles } from "./simulated-files.ts";

type Inputs = Record<string, unknown>;
let files: SimulatedFiles;
let directory: Lifecycle;

const inputs = (more: Partial<HdfsDirectoryArgs> = {}): Inputs => {
  const link = { namespace: "place", podSelector: "a=b", defaultFs: "" } as unknown as HdfsDirectoryArgs["hdfs"];
  return { ...directoryInputs({ hdfs: link, path: "/landing", ...more }, "a=b") };
};
const run = <T>(work: Promise<T>): Promise<T> => files.tool.clock.run(work);
const reasons = async (olds: Inputs, news: Inputs): Promise<readonly string[]> => {
  const { failures = [] } = await run(directory.check(olds, news));
  return failures.map(({ property, reason }) => `${property}: ${reason}`);
};
const standing = async (more: Partial<HdfsDirectoryArgs> = {}): Promise<Inputs> => {
  const made = await run(directory.create(inputs(more)));
  files.tool.calls.length = 0;
  return made.outs as Inputs;
};

beforeEach(() => {
  files = new SimulatedFiles();
  directory = directoryLifecycle(files.tool.connect);
});

describe("HdfsDirectory is made", () => {
  it("with owner, group, rights, quotas and the right to snapshots", async () => {
    const more = { owner: "etl", group: "people", mode: "750", nameQuota: 9, spaceQuotaGiB: 2, snapshotsAllowed: true };
    expect(await run(directory.create(inputs(more)))).toEqual({ id: "place//landing", outs: inputs(more) });
    expect(files.entries.get("/landing")).toEqual({
      ...{ type: "directory", owner: "etl", group: "people", mode: "0750", nameQuota: 9 },
      ...{ spaceQuotaBytes: 2 * 2 ** 30, snapshotsAllowed: true, spaceUsedBytes: 0 },
    });
  });

  it.each(["lost-answer", "no-answer"] as const)("whatever becomes of the call: %s", async (fault) => {
    files.tool.faults["mkdir"] = [fault];
    await run(directory.create(inputs({ mode: "1777" })));
    expect(files.entries.get("/landing")?.mode).toBe("1777");
    expect(files.changes).toHaveLength(fault === "lost-answer" ? 1 : 2);
  });

  it("by taking over an empty one, made as it should be, and one with files that is so already", async () => {
    files.add("/landing", { mode: "0700" });
    await run(directory.create(inputs()));
    expect(files.entries.get("/landing")?.mode).toBe("0755");
    files.add("/landing/file", { type: "file" });
    await run(directory.create(inputs()));
    expect(files.changes).toEqual(["mkdir"]);
  });

  it.each<[string, () => void, string]>([
    [
      "one with files in it that is another",
      () => {
        files.add("/landing", { mode: "0700", nameQuota: 5 });
        files.add("/landing/file", { type: "file" });
      },
      "path: exists with files in it, and is another one: mode is 0700 there, 0755 here, nameQuota is 5 there, null here; " +
        "write what is there to take it over, and change it afterwards",
    ],
    [
      "a file",
      () => files.add("/landing", { type: "file" }),
      "path: is a file in HDFS; move it away, or take another path",
    ],
  ])("refuses %s, in preview and again at up", async (_, stand, reason) => {
    stand();
    expect(await reasons({}, inputs())).toEqual([reason]);
    await expect(run(directory.create(inputs()))).rejects.toThrow(reason);
    expect(files.changes).toEqual([]);
  });

  it.each<[Partial<HdfsDirectoryArgs>, string]>([
    [{ path: "landing" }, "path: must be a whole path without a slash at its end, as /landing"],
    [{ path: "/landing/" }, "path: must be a whole path without a slash at its end, as /landing"],
    [{ path: "/landing/../hbase" }, "path: must not have . or .. in it"],
    [{ path: "/hbase/tables" }, "path: /hbase is not the program's; take another folder"],
    [{ mode: "0788" }, "mode: must be octal digits, as 0755"],
    [{ nameQuota: 0 }, "nameQuota: must be at least 1, got 0"],
    [{ owner: "a b" }, "owner: must be a name of a user or group"],
  ])("refuses %j without asking anybody", async (more, reason) => {
    expect(await reasons({}, inputs(more))).toEqual([reason]);
    expect(files.tool.calls).toEqual([]);
  });
});

describe("HdfsDirectory is changed", () => {
  it("in what differs alone", async () => {
    const olds = await standing();
    files.add("/landing/file", { type: "file" });
    const news = inputs({ nameQuota: 10 });
    expect(await reasons(olds, news)).toEqual([]);
    await run(directory.update("id", olds, news));
    expect(files.entries.get("/landing")?.nameQuota).toBe(10);
    await run(directory.update("id", news, inputs()));
    expect(files.entries.get("/landing")?.nameQuota).toBeNull();
    expect(files.tool.lines.slice(1)).toEqual(Array(2).fill("HDFS folder /landing: changing nameQuota"));
  });

  it("refuses a space quota below what is used", async () => {
    const olds = await standing();
    files.add("/landing", { spaceUsedBytes: 3 * 2 ** 30 });
    const [reason] = await reasons(olds, inputs({ spaceQuotaGiB: 2 }));
    expect(reason).toContain("spaceQuotaBytes: is 2147483648 bytes, and 3221225472 are used");
  });

  it("refuses another path while the folder of the old one may not go", async () => {
    const olds = await standing();
    expect((await reasons(olds, inputs({ path: "/other" }))).join()).toContain("/landing would be deleted");
    const allowed = await standing({ allowDataLoss: true });
    expect(await reasons(allowed, inputs({ path: "/other" }))).toEqual([]);
    expect((await run(directory.diff("id", allowed, inputs({ path: "/other" })))).replaces).toEqual(["path"]);
  });
});

describe("HdfsDirectory is read", () => {
  it("however many files are in it", async () => {
    const olds = await standing();
    for (let number = 0; number < 2000; number += 1) files.add(`/landing/${number}`, { type: "file" });
    expect((await run(directory.read("id", olds))).props).toEqual(inputs());
    await run(directory.update("id", olds, inputs({ mode: "0700" })));
    expect(files.entries.get("/landing")?.mode).toBe("0700");
  });

  it("as it is, without what the program leaves to HDFS", async () => {
    const olds = await standing();
    files.add("/landing", { owner: "somebody", mode: "0700" });
    const seen = await run(directory.read("id", olds));
    expect(seen.props).toEqual({ ...inputs(), mode: "0700" });
    expect((await run(directory.diff("id", seen.props as Inputs, inputs()))).changes).toBe(true);
    files.entries.clear();
    expect(await run(directory.read("id", olds))).toEqual({});
  });
});

describe("HdfsDirectory is deleted", () => {
  it("while it is empty, once where the answer is lost", async () => {
    const olds = await standing();
    files.tool.faults["delete"] = ["lost-answer"];
    await run(directory.delete("id", olds));
    expect(files.changes).toEqual(["delete"]);
    expect(files.entries.size).toBe(0);
  });

  it("not while something is in it, until that may go", async () => {
    const olds = await standing();
    files.add("/landing/file", { type: "file" });
    await expect(run(directory.delete("id", olds))).rejects.toThrow(
      "HDFS folder /landing is kept: allowDataLoss: is false, and it is not empty",
    );
    expect(files.changes).toEqual([]);
    await run(directory.delete("id", { ...olds, allowDataLoss: true }));
    expect(files.entries.size).toBe(0);
  });

  it("not where something came in between the look and the deed", async () => {
    const olds = await standing();
    const late = directoryLifecycle((...to) => {
      const world = files.tool.connect(...to);
      return {
        ...world,
        ask: (command, ...rest) => {
          if (command === "delete") files.add("/landing/late", { type: "file" });
          return world.ask(command, ...rest);
        },
      };
    });
    await expect(run(late.delete("id", olds))).rejects.toThrow("is kept: /landing");
    expect([...files.entries.keys()]).toEqual(["/landing", "/landing/late"]);
  });
});
