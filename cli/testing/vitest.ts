import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { lastLines } from "../../local/process/run.ts";
import { locate } from "../context.ts";
import { longestFiles } from "./file-times.ts";
import { type KnownInputs, PassedFiles } from "./passed-files.ts";
import { runNode } from "./run-node.ts";
import type { Step, StepRun, Tally } from "./step.ts";

const reportShape = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
});

/** A test that failed, or a file that could not be loaded. */
export interface FailedTest {
  readonly name: string;
  readonly message: string;
}

/** Counts vitest's JSON report. A file that fails without a failing test counts as one failure. */
export function tallyVitest(report: unknown): Tally & { readonly failures: readonly FailedTest[] } {
  const { testResults } = reportShape.parse(report);
  const failures: FailedTest[] = [];
  const skipped: string[] = [];
  let passed = 0;
  for (const file of testResults) {
    const before = failures.length;
    for (const test of file.assertionResults) {
      const name = `${file.name} > ${test.fullName}`;
      if (test.status === "passed") passed += 1;
      else if (test.status === "failed") failures.push({ name, message: (test.failureMessages ?? []).join("\n") });
      else skipped.push(name);
    }
    if (file.status === "failed" && failures.length === before) {
      failures.push({ name: file.name, message: file.message ?? "the file could not be loaded" });
    }
  }
  return { passed, failed: failures.length, skipped, failures };
}

/** The tests of one project of vitest.config.ts; a file of `known` that saw the same when it passed before counts as one check. */
export function vitestStep(
  name: string,
  project: "unit" | "browser" | "images" | "container" | "cluster" | "alone" | "e2e" | "down",
  { after = [], known }: { readonly after?: readonly Step[]; readonly known?: KnownInputs } = {},
): Step {
  return { name, parts: "split", after, run: (step) => runVitest(project, step, known) };
}

async function runVitest(project: string, step: StepRun, known: KnownInputs | undefined): Promise<Tally> {
  const files = known === undefined ? undefined : await PassedFiles.among(known, step);
  const before = files?.before ?? [];
  for (const path of before) step.show(`nothing that ${path} sees is new: it passed, and counts as one check`);
  const report = join(step.scratch, `vitest-${project}.json`);
  const { index, count } = step.part;
  const args = [
    ...[join(step.root, "node_modules", "vitest", "vitest.mjs"), "run", "--project", project],
    ...["--reporter=json", `--outputFile=${report}`, "--passWithNoTests"],
    `--reporter=${join(step.root, "cli", "testing", "file-times.ts")}`,
    ...(count > 1 ? [`--shard=${index}/${count}`] : []),
  ];
  // with the times of files in it, by which the longest begin first, in whatever clone they were taken
  const times = { TRAINYARD_VITEST_CACHE: join(locate(step.root, step.env).cache, "vitest") };
  const temporary = project === "unit" ? { TMPDIR: await temporaryFolder(step) } : {};
  const env = { ...step.env, ...times, ...temporary, TRAINYARD_PASSED_BEFORE: before.join("\n") };
  const ended = step.interrupted === undefined ? {} : { signal: step.interrupted };
  const result = await runNode(args, "ahead", { cwd: step.root, env, ...ended });
  const text = await readFile(report, "utf8").catch(() => undefined);
  if (text === undefined) {
    if (result.exitCode === 0) return { passed: before.length, failed: 0, skipped: [] }; // no test file in this part
    step.show(`vitest ended with code ${result.exitCode} and without a report`);
    for (const line of lastLines(`${result.stdout}\n${result.stderr}`, 30).split("\n")) step.show(line);
    return { passed: 0, failed: 1, skipped: [] };
  }
  for (const line of longestFiles(result.stdout)) step.show(line);
  const said: unknown = JSON.parse(text);
  const { failures, ...ran } = tallyVitest(said);
  const tally = { ...ran, passed: ran.passed + before.length };
  for (const failure of failures) {
    step.show(`FAILED ${failure.name.replace(`${step.root}/`, "")}`);
    for (const line of failure.message.split("\n").slice(0, 25)) step.show(`  ${line}`);
  }
  // an error outside every test, such as an unhandled rejection, ends vitest with a code of its own
  const unexplained = result.exitCode !== 0 && tally.failed === 0;
  if (unexplained) for (const line of lastLines(result.stderr, 30).split("\n")) step.show(line);
  else await files?.keep(reportShape.parse(said).testResults);
  return unexplained ? { ...tally, failed: 1 } : tally;
}

/** Where the many small folders of unit tests are made, and removed with the run. */
async function temporaryFolder(step: StepRun): Promise<string> {
  const folder = join(step.scratch, "tmp");
  await mkdir(folder, { recursive: true });
  return folder;
}
