import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { it } from "vitest";
import type { Fault } from "../../../local/runpod/faults.ts";
import { Bed, succeeded } from "../../support/e2e-bed.ts";
import { type Clone, makeClone } from "../../support/e2e-clone.ts";
import { keepsItsPromises } from "../../support/e2e-promises.ts";
import { jobOf, pythonImage, script, stackOf, volume } from "../../support/e2e-stack.ts";

let clone: Clone;
let image: string;
beforeAll(async () => {
  [clone, image] = await Promise.all([makeClone(), pythonImage()]);
});
afterAll(() => clone.remove());

interface Case {
  readonly name: string;
  readonly request?: string;
  readonly fault: Fault;
  readonly times?: number;
  readonly job?: Readonly<Record<string, unknown>>;
  /** Pods that there will have been. @default 1 */
  readonly pods?: number;
  readonly says?: RegExp;
  readonly gpu?: string;
}

/** Its first attempt waits for ever, after it has left a checkpoint; the next one finds that and ends. */
const resumable = script({
  also: [
    "mark = os.path.join(os.environ['TRAINYARD_CHECKPOINT_DIR'], 'step')",
    "resumed = os.path.exists(mark)",
    "open(mark, 'w').close()",
    "if not resumed: time.sleep(600)",
    "print('resumed', flush=True)",
  ],
});

const cases: readonly Case[] = [
  { name: "a create that answers 500 after its effect", fault: { kind: "status", status: 500, phase: "after" } },
  { name: "a create whose connection is lost after its effect", fault: { kind: "drop", phase: "after" } },
  { name: "a create whose connection is lost before its effect", fault: { kind: "drop", phase: "before" } },
  {
    name: "a create that is too fast for the account",
    fault: { kind: "status", status: 429, retryAfterSeconds: 2, phase: "before" },
  },
  { name: "no capacity on the first candidate", fault: { kind: "capacity" }, gpu: "NVIDIA RTX A5000" },
  { name: "a pod that answers 404 while it is young", fault: { kind: "not-found-lag", seconds: 20 } },
  { name: "a log stream that is cut every few lines", fault: { kind: "log-cut", afterLines: 15 } },
  {
    name: "a host that is lost in the middle of the run",
    fault: { kind: "host-loss", afterSeconds: 10 },
    job: { command: resumable },
    pods: 2,
  },
  {
    name: "terminations that fail three times",
    request: "POST /v2/pods/*/action",
    fault: { kind: "status", status: 500, phase: "before" },
    times: 3,
  },
  { name: "a bill that is late", fault: { kind: "late-bill", minutes: 30 }, says: /the bill is pending/ },
];

describe.concurrent("the provider keeps its promises with", () => {
  it.for(cases.map((each, n) => ({ ...each, stack: `fault${n}` })))("$name", async (given) => {
    const bed = await Bed.open(clone, given.stack);
    try {
      const job = jobOf("smoke", { command: script({ lines: 50 }), billingWaitSeconds: 2, ...given.job });
      await bed.configure(stackOf(image, [job], { volume }));
      const { request = "POST /v2/pods", fault, times = 1, pods = 1 } = given;
      await bed.account.arm(request, fault, { times });
      const { output } = succeeded("up", await bed.up());
      if (given.says !== undefined) expect(output).toMatch(given.says);
      const records = await bed.records("smoke");
      expect(records.at(-1)).toMatchObject({ status: "succeeded", attempt: pods });
      if (given.gpu !== undefined) expect(records.at(-1)?.gpu).toBe(given.gpu);
      const log = await readFile(records.at(-1)?.logsPath ?? "", "utf8");
      const lines = [...log.matchAll(/line (\d+)$/gm)].map((found) => Number(found[1]));
      if (given.job === undefined) expect(lines).toEqual(Array.from({ length: 50 }, (_, n) => n));
      else expect(log).toContain("resumed");
      expect(await bed.account.pods()).toHaveLength(pods);
      await keepsItsPromises(bed, 0.5);
    } finally {
      await bed.close();
    }
  });
});
