import { z } from "zod";
import { isImageName } from "../../components/lib/images.ts";
import { lastLines, run } from "../../local/process/run.ts";
import type { Context } from "../context.ts";
import { Failure } from "../failure.ts";
import { ownImage } from "../images/own-image.ts";
import { parsedJson } from "../parsed-json.ts";
import { stackExists } from "../pulumi.ts";
import { outputsOf, readState } from "../stack/state.ts";
import type { Toolchain } from "../toolchain/index.ts";
import { type PastUpdate, pastUpdate } from "./gates.ts";
import { type RunningImage, runningImages } from "./running.ts";

/** What is recorded of a stack; nothing of it is asked from a cluster or an account. */
export interface StackAt {
  readonly images: readonly RunningImage[];
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Newest first. */
  readonly past: readonly PastUpdate[];
}

/** Reads a stack's state and past. A stack that the backend does not know has neither. */
export async function readStackAt(context: Context, toolchain: Toolchain, stack: string): Promise<StackAt> {
  if (!(await stackExists(context, toolchain, stack))) return { images: [], outputs: {}, past: [] };
  const state = await readState(context, toolchain, stack);
  return { images: runningImages(state), outputs: outputsOf(state), past: await pastOf(context, toolchain, stack) };
}

async function pastOf(context: Context, toolchain: Toolchain, stack: string): Promise<readonly PastUpdate[]> {
  const args = [
    "stack",
    "history",
    "--json",
    "--stack",
    stack,
    "--page-size",
    "20",
    "--page",
    "1",
    "--non-interactive",
  ];
  const said = await run("pulumi", args, { cwd: context.root, env: { ...context.env, ...toolchain.env } });
  const past = said.exitCode === 0 ? z.array(pastUpdate).nullish().safeParse(parsedJson(said.stdout)) : undefined;
  if (past?.success === true) return past.data ?? [];
  throw new Failure({
    what: "the past of a stack could not be read",
    on: `stack ${stack}`,
    why: lastLines(said.stderr, 6) || "pulumi stack history gave no list",
    todo: "check the backend (PULUMI_BACKEND_URL) and its login",
  });
}

/** The content tag that the sources at hand give an image; undefined for what is no image of ours. */
export function tagOfSources(context: Context, name: string, upstreamBase: string | undefined): string | undefined {
  return isImageName(name) ? ownImage(context, name, upstreamBase).tag : undefined;
}
