import { describe, expect, it } from "vitest";
import { ancestorsToWatch, watchCli } from "../../../components/runpod/cli-watch.ts";
import { parsePs, parseStat, type ProcessFacts, readProcess } from "../../../components/runpod/processes.ts";

function world(...programs: string[]) {
  const processes = new Map<number, ProcessFacts>();
  programs.forEach((program, index) => {
    const pid = 100 + index;
    processes.set(pid, { pid, parentPid: pid + 1, program, startedAt: `t${index}` });
  });
  const timers: { ms: number; look: () => void; on: boolean }[] = [];
  const exits: number[] = [];
  return {
    processes,
    exits,
    surroundings: {
      pid: 100,
      read: (pid: number) => processes.get(pid),
      every: (ms: number, look: () => void) => {
        const timer = { ms, look, on: true };
        timers.push(timer);
        return () => void (timer.on = false);
      },
      exit: (code: number) => void exits.push(code),
    },
    /** Every timer's next beat; answers with the longest wait among them. */
    beat: () => {
      const due = timers.filter((timer) => timer.on);
      due.forEach((timer) => timer.look());
      return Math.max(...due.map((timer) => timer.ms));
    },
  };
}

describe("the plugin", () => {
  it("watches every ancestor up to the nearest CLI", () => {
    const { surroundings } = world("node", "sh", "pulumi", "node", "bash");
    expect(ancestorsToWatch(100, surroundings.read).map((p) => p.program)).toEqual(["sh", "pulumi"]);
  });

  it("watches its parent alone where there is no CLI above it", () => {
    const { surroundings } = world("node", "vitest", "bash");
    expect(ancestorsToWatch(100, surroundings.read).map((p) => p.program)).toEqual(["vitest"]);
  });

  it.each([
    ["the CLI died", 102],
    ["the shell between them died", 101],
  ])("stops acting within 10 s when %s, and ends at last", (_, dead) => {
    const { surroundings, processes, beat, exits } = world("node", "sh", "pulumi");
    const signal = watchCli(surroundings);
    beat();
    expect(signal.aborted).toBe(false);
    processes.delete(dead);
    const firstMs = beat();
    expect([signal.aborted, exits]).toEqual([true, []]);
    const lastMs = beat();
    expect(exits).toEqual([70]);
    expect(firstMs + lastMs).toBeLessThan(10_000);
  });

  it("is not deceived by another process under the CLI's number", () => {
    const { surroundings, processes, beat } = world("node", "sh", "pulumi");
    const signal = watchCli(surroundings);
    processes.set(102, { pid: 102, parentPid: 1, program: "pulumi", startedAt: "later" });
    beat();
    expect(signal.aborted).toBe(true);
  });
});

describe("a process", () => {
  const stat = "42 (a (b) c) S 7 42 42 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 11 0 391138 1000 2000";

  it("is read from /proc, whatever its name holds", () => {
    expect(parseStat(stat)).toEqual({ pid: 42, parentPid: 7, program: "a (b) c", startedAt: "391138" });
  });

  it("is dead as a zombie", () => {
    expect(parseStat(stat.replace(") S 7", ") Z 7"))).toBeUndefined();
  });

  it("is read from ps elsewhere", () => {
    expect(parsePs(42, "    7 Ss   Mon Nov 23 20:11:00 2026 /usr/local/bin/pulumi\n")).toEqual({
      pid: 42,
      parentPid: 7,
      program: "pulumi",
      startedAt: "Mon Nov 23 20:11:00 2026",
    });
  });

  it("is found on this machine as itself and not where there is none", () => {
    expect(readProcess(process.pid)?.parentPid).toBe(process.ppid);
    expect(readProcess(2 ** 30)).toBeUndefined();
  });
});
