import { appendFileSync, existsSync, readFileSync } from "node:fs";
import type { Context, Environment as Variables } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { readEvent, type ReviewEvent } from "./event.ts";
import { keepComment } from "./post.ts";
import { type Environment, readPreview } from "./preview-document.ts";
import { redact, secretsOf } from "./redact.ts";
import { renderReview } from "./render.ts";

/** A preview's document of one environment. */
export interface Source {
  readonly environment: string;
  readonly file: string;
}

export interface ReviewWish {
  readonly sources: readonly Source[];
  /** File with the payload of the event. */
  readonly event: string | undefined;
  /** Whether the pull request's comment is kept up to date. */
  readonly comment: boolean;
  /** Login of whoever writes it. */
  readonly author: string;
}

/** Renders the review, adds it to the summary of the run, and keeps the comment. Throws Failure where it is refused. */
export async function review(context: Pick<Context, "env" | "out">, wish: ReviewWish) {
  const { env, out } = context;
  const secrets = secretsOf(env);
  const event = wish.event === undefined ? undefined : readEvent(jsonIn(wish.event));
  const environments = wish.sources.map((source) => environmentOf(source, secrets));
  const { commit, fromFork = false } = event ?? {};
  const markdown = renderReview(environments, { logUrl: logUrl(env), commit, fromFork });
  out.text(markdown);
  const summary = env["GITHUB_STEP_SUMMARY"];
  if (summary !== undefined && summary !== "") appendFileSync(summary, markdown);
  const comment = wish.comment ? await commentOf(context, wish, event, markdown) : "not asked for";
  out.progress(`comment: ${comment}`);
  const outcomes = environments.map(({ name, outcome }) => ({ environment: name, outcome }));
  return { markdown, outcomes, comment, exitCode: exitCodeOf(environments) };
}

function environmentOf({ environment, file }: Source, secrets: readonly string[]): Environment {
  const document = jsonIn(file);
  const text = document === undefined ? undefined : JSON.stringify(redact(document, secrets));
  return readPreview(environment, text);
}

/** A refusal outweighs a failure: whoever mends it has to change what was asked for. */
export function exitCodeOf(environments: readonly Pick<Environment, "outcome">[]): ExitCode {
  const some = (wanted: string) => environments.some(({ outcome }) => outcome === wanted);
  if (some("refused")) return exitCodes.refused;
  return some("failed") ? exitCodes.failed : exitCodes.ok;
}

/** Keeps the comment, or says why there is none. */
async function commentOf(
  { env }: Pick<Context, "env">,
  { author }: ReviewWish,
  event: ReviewEvent | undefined,
  markdown: string,
): Promise<string> {
  if (event?.pullRequest === undefined) return "none: the event is no pull request's";
  if (event.fromFork) return "none: the change comes from a fork, so this run has no right to write; see the summary";
  const token = env["GITHUB_TOKEN"] ?? "";
  if (token === "") throw noToken();
  const apiUrl = (env["GITHUB_API_URL"] ?? "https://api.github.com").replace(/\/+$/, "");
  const { repository, pullRequest } = event;
  return keepComment({ apiUrl, token }, { repository, pullRequest, author }, markdown);
}

/** The page of this run of GitHub Actions. */
function logUrl(env: Variables): string | undefined {
  const [server, repository, run] = [env["GITHUB_SERVER_URL"], env["GITHUB_REPOSITORY"], env["GITHUB_RUN_ID"]];
  return server && repository && run ? `${server}/${repository}/actions/runs/${run}` : undefined;
}

function jsonIn(file: string): unknown {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

function noToken(): Failure {
  return new Failure(
    {
      what: "the comment cannot be written",
      on: "the pull request",
      why: "GITHUB_TOKEN is not set",
      todo: "give the step `GITHUB_TOKEN: ${{ github.token }}` and the job `permissions: pull-requests: write`",
    },
    exitCodes.usage,
  );
}
