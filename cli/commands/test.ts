import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import type { Context } from "../context.ts";
import { baseImage, ensureBaseImage } from "../engine/base-image.ts";
import { ensureEngine, privateEngineRecord, stopPrivateEngine } from "../engine/index.ts";
import { exitCodes } from "../exit-codes.ts";
import { ensureImage, trainerImage } from "../images/index.ts";
import { ownImages } from "../images/own-image.ts";
import { stopLocal } from "../local.ts";
import { withExample } from "../program.ts";
import { endLeft } from "../testing/end-left.ts";
import { testEnvironment } from "../testing/environment.ts";
import { runSuite, type SuiteResult } from "../testing/run-suite.ts";
import { type Part, parsePart, stagesOfPart, wholeRun } from "../testing/step.ts";
import { type Extent, suite } from "../testing/suite.ts";
import { boundCompileCache } from "../toolchain/compile-cache.ts";
import { ensureToolchain } from "../toolchain/index.ts";

interface TestOptions {
  readonly fast?: boolean;
  readonly full?: boolean;
  readonly part: Part;
}

/** Schedules that each property test tries when time is short. */
const fastPropertyRuns = 100;

/** `./yard test`: everything that CI runs. */
export function register(program: Command, context: Context): void {
  const command = program
    .command("test")
    .description("run all checks; the last line is 'N passed, N failed'")
    .option("--fast", "types, lint, format and unit tests: no containers, at most 5 minutes")
    .option("--full", "everything, each fault at each request included")
    .option(
      "--part <i/n>",
      "one of n parts that take about as long: of 5, each at most 40 minutes",
      readPart,
      wholeRun,
    );
  withExample(command, "./yard test --fast", "./yard test --full --part 1/5").action(async (options: TestOptions) => {
    const extent: Extent = options.full === true ? "full" : options.fast === true ? "fast" : "default";
    await test(context, extent, options.part);
  });
}

function readPart(text: string): Part {
  const part = parsePart(text);
  if (part === undefined) throw new InvalidArgumentError('it must be like "1/3": part 1 of 3');
  return part;
}

async function test(context: Context, extent: Extent, part: Part): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), "yard-test-"));
  const home = join(scratch, "home");
  try {
    const result = await prepareAndRun(context, { extent, part, scratch, home });
    context.out.document(result);
    context.out.text(`${result.passed} passed, ${result.failed} failed`);
    if (result.failed > 0) process.exitCode = exitCodes.failed;
  } finally {
    const progress = (line: string) => context.out.progress(line);
    await stopLocal({ ...context, home, env: {} }, progress); // what an aborted test may have left
    await rm(scratch, { recursive: true, force: true });
  }
}

async function prepareAndRun(
  context: Context,
  run: { readonly extent: Extent; readonly part: Part; readonly scratch: string; readonly home: string },
): Promise<SuiteResult> {
  const { out } = context;
  const progress = (line: string) => out.progress(line);
  await boundCompileCache(context.cache, progress);
  const image = run.extent === "fast" ? undefined : await prepareContainers(context, progress);
  try {
    const env = testEnvironment(context.env, {
      run: run.scratch,
      home: run.home,
      propertyRuns: run.extent === "fast" ? fastPropertyRuns : undefined,
      full: run.extent === "full",
      dockerHost: image?.host,
      testImage: image === undefined ? undefined : baseImage,
      trainerImage: image?.name,
    });
    const stages = stagesOfPart(suite(image), run.part);
    const skipsFail = Boolean(context.env["CI"]);
    const given = { out, skipsFail, interrupted: context.interrupted };
    return await runSuite(stages, { env, root: context.root, part: run.part, scratch: run.scratch }, given);
  } finally {
    await endLeft({ ...context, env: { ...context.env, DOCKER_HOST: image?.host } }, run.scratch, progress);
    if (image?.startedEngine === true) await stopPrivateEngine(context);
  }
}

/** Toolchain, engine and images, so that no test has to build them. */
async function prepareContainers(context: Context, progress: (line: string) => void) {
  await ensureToolchain(context, progress);
  const ranBefore = (await privateEngineRecord(context)) !== undefined;
  const engine = await ensureEngine(context, progress);
  await ensureBaseImage(engine, context, progress);
  const { name } = await trainerImage(engine, context, progress);
  const contents: string[] = [];
  for (const image of ownImages(context)) {
    await ensureImage(engine, image, context, progress);
    contents.push((await engine.docker.getImage(image.name).inspect()).Id);
  }
  return { name, host: engine.host, contents, startedEngine: engine.origin === "private" && !ranBefore };
}
