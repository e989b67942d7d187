import { dirname, join } from "node:path";
import { existsSync } from "node:fs";
import { lastLines, run } from "../../local/process/run.ts";
import { unlessPassedBefore } from "./passed-before.ts";
import type { Step, StepRun, Tally } from "./step.ts";

/** All that the container of the trainer's tests sees of the repository. */
const seen = ["training", "test/training"];

/** Counts a JUnit XML report, as pytest writes it. */
export function tallyJunit(xml: string): Tally & { readonly failures: readonly string[] } {
  const failures: string[] = [];
  const skipped: string[] = [];
  let passed = 0;
  for (const found of xml.matchAll(/<testcase\b([^>]*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g)) {
    const [, attributes = "", body = ""] = found;
    const read = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? "";
    const name = `${read("classname")}.${read("name")}`;
    if (/<(failure|error)\b/.test(body)) failures.push(name);
    else if (/<skipped\b/.test(body)) skipped.push(`${name}: ${/message="([^"]*)"/.exec(body)?.[1] ?? "skipped"}`);
    else passed += 1;
  }
  return { passed, failed: failures.length, skipped, failures };
}

const script = [
  "mkdir -p /tmp/work/test && cp -r /src/training /tmp/work/ && cp -r /src/test/training /tmp/work/test/ && cd /tmp/work",
  "export PYTHONPATH=/tmp/work/training:/tmp/work/test/training",
  "python3 -m pytest -q -p no:cacheprovider --junitxml=/tmp/report.xml test/training >&2; code=$?",
  "cat /tmp/report.xml; exit $code",
].join("\n");

/**
 * The tests of the training package, inside the trainer image and without a network: so they depend on the image, which is
 * named after its content, and on what is mounted.
 */
export function trainingStep(image: { readonly name: string; readonly host: string }): Step {
  const name = "training tests (in the trainer image)";
  const step: Step = { name, parts: "whole", run: (given) => runTraining(given, image) };
  return unlessPassedBefore(step, "training", async (tree) => ({
    files: [...tree.files.keys()].filter((path) => seen.some((folder) => path.startsWith(`${folder}/`))),
    more: `${image.name}\n${script}`,
  }));
}

async function runTraining(step: StepRun, image: { readonly name: string; readonly host: string }): Promise<Tally> {
  const mounts = seen.flatMap((name) => ["-v", `${join(step.root, name)}:/src/${name}:ro`]);
  const args = ["run", "--rm", "--network", "none", ...mounts, image.name, "sh", "-c", script];
  const client = existsSync("/usr/bin/docker") ? "/usr/bin/docker" : "docker";
  const result = await run(client, args, { cwd: dirname(step.root), env: { ...step.env, DOCKER_HOST: image.host } });
  return report(step, tallyJunit(result.stdout), result);
}

function report(
  step: StepRun,
  tally: Tally & { readonly failures: readonly string[] },
  result: { readonly exitCode: number; readonly stderr: string },
): Tally {
  const { failures, ...counts } = tally;
  const unexplained = result.exitCode !== 0 && counts.failed === 0;
  if (result.exitCode !== 0) {
    for (const name of failures) step.show(`FAILED ${name}`);
    for (const line of lastLines(result.stderr, 40).split("\n")) step.show(`  ${line}`);
  }
  return unexplained ? { ...counts, failed: 1 } : counts;
}
