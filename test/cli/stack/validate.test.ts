import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Failure } from "../../../cli/failure.ts";
import { type Validation, validateRecipes } from "../../../cli/stack/validate.ts";

const job = { name: "a", recipe: "smoke-scratch", candidates: [{ gpu: "small" }, { gpu: "large" }] };
const catalog = [
  { id: "large", memory: 80 },
  { id: "small", memory: 16 },
];

let home: string;
let asked: (number | undefined)[];
let catalogs: number;
let warnings: string[];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "trainyard-validate-"));
  [asked, catalogs, warnings] = [[], 0, []];
});
afterEach(() => {
  rmSync(home, { recursive: true });
});

function around(answer: object | string, changed: Partial<Validation> = {}): Validation {
  return {
    home,
    imageTag: "t1",
    judge: (_recipe, memoryGb) => {
      asked.push(memoryGb);
      return Promise.resolve(typeof answer === "string" ? answer : JSON.stringify(answer));
    },
    gpus: () => {
      catalogs += 1;
      return Promise.resolve(catalog);
    },
    warn: (line) => void warnings.push(line),
    ...changed,
  };
}

const fine = { errors: [], warnings: ["training.batch_size: is unusual"], memoryGb: { total: 1 } };

async function failureOf(promise: Promise<void>): Promise<Failure["text"]> {
  const thrown: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof Failure)) throw new Error(`no failure: ${String(thrown)}`);
  return thrown.text;
}

it("judges each recipe against the smallest GPU that its candidates allow, and shows the warnings", async () => {
  await validateRecipes([job], around(fine));
  expect(asked).toEqual([16]);
  expect(warnings).toEqual(['recipe "smoke-scratch" of job "a": training.batch_size: is unusual']);
});

it("takes the memory of a rule without asking the catalog", async () => {
  await validateRecipes([{ ...job, candidates: { minMemoryGb: 24, maxUsdPerHour: 1 } }], around(fine));
  expect([asked, catalogs]).toEqual([[24], 0]);
});

it("remembers what has passed, with its warnings, and asks nobody again", async () => {
  await validateRecipes([job, { ...job, name: "b" }], around(fine));
  await validateRecipes([job], around(fine));
  expect([asked.length, catalogs, warnings.length]).toEqual([1, 1, 3]);
});

it("asks again for another image, recipe or candidates", async () => {
  await validateRecipes([job], around(fine));
  await validateRecipes([job], around(fine, { imageTag: "t2" }));
  await validateRecipes([{ ...job, recipe: "smoke-lora" }], around(fine));
  await validateRecipes([{ ...job, candidates: [{ gpu: "large" }] }], around(fine));
  expect(asked).toEqual([16, 16, 16, 80]);
});

it("judges without the memory where nobody knows it, and does not remember that", async () => {
  const away = around(fine, { gpus: () => Promise.resolve(undefined) });
  await validateRecipes([job], away);
  await validateRecipes([job], away);
  expect(asked).toEqual([undefined, undefined]);
  expect(readdirSync(home)).toEqual([]);
});

it("refuses what cannot work, every job's problems at once, and remembers nothing of it", async () => {
  const bad = around({ errors: ["memory: needs about 90 GB, the GPU has 16 GB"], warnings: [] });
  const text = await failureOf(validateRecipes([job, { ...job, name: "b", recipe: "smoke-lora" }], bad));
  expect(text.what).toBe("the recipes of 2 jobs cannot work");
  expect(text.on).toBe('job "a", recipe "smoke-scratch"; job "b", recipe "smoke-lora"');
  expect(text.why).toBe("memory: needs about 90 GB, the GPU has 16 GB");
  expect(text.todo).toContain("nothing was created on RunPod");
  expect(readdirSync(home)).toEqual([]);
});

it("refuses a recipe that is not there, naming those there are", async () => {
  const text = await failureOf(validateRecipes([{ ...job, recipe: "none" }], around(fine)));
  expect(text.why).toMatch(/is not in training\/recipes; there are .*smoke-scratch/);
  expect(asked).toEqual([]);
});

it("refuses when the trainer gives no judgement", async () => {
  const text = await failureOf(validateRecipes([job], around("Traceback")));
  expect([text.what, text.why]).toEqual(["the trainer gave no judgement of a recipe", "it said: Traceback"]);
});
