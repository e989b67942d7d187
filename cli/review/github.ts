import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { Failure } from "../failure.ts";

/** How GitHub's REST API is reached. */
export interface GitHub {
  /** Without a slash at its end: `https://api.github.com`. */
  readonly apiUrl: string;
  readonly token: string;
  /** Waits before a call is repeated. */
  readonly wait?: (seconds: number) => Promise<unknown>;
}

const comment = z.looseObject({
  id: z.int(),
  body: z.string().nullish(),
  user: z.looseObject({ login: z.string() }).nullish(),
});
export type IssueComment = z.infer<typeof comment>;

/** Comments of one page, and how many pages are read at most. */
const pageSize = 100;
const mostPages = 100;
const answerSeconds = 20;

/** An answer that may be another one in a moment: the service's own trouble, or too many questions. */
export class Unsteady extends Error {
  /** Seconds after which it wants to be asked again. */
  readonly afterSeconds: number;
  constructor(message: string, afterSeconds: number) {
    super(message);
    this.name = "Unsteady";
    this.afterSeconds = afterSeconds;
  }
}

/** All comments of a pull request, oldest first. */
export async function listComments(
  github: GitHub,
  repository: string,
  number: number,
): Promise<readonly IssueComment[]> {
  const found: IssueComment[] = [];
  for (let page = 1; page <= mostPages; page += 1) {
    const path = `/repos/${repository}/issues/${number}/comments?per_page=${pageSize}&page=${page}`;
    const comments = z.array(comment).parse(await call(github, "GET", path));
    found.push(...comments);
    if (comments.length < pageSize) break;
  }
  return found;
}

export async function createComment(github: GitHub, repository: string, number: number, body: string): Promise<void> {
  await call(github, "POST", `/repos/${repository}/issues/${number}/comments`, { body });
}

/** False where the comment is gone. */
export async function updateComment(github: GitHub, repository: string, id: number, body: string): Promise<boolean> {
  return (await call(github, "PATCH", `/repos/${repository}/issues/comments/${id}`, { body }, [404])) !== undefined;
}

/** `deed` again while the service is unsteady, three times in all. */
export async function steadily<T>({ wait = pause }: GitHub, deed: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await deed();
    } catch (error) {
      if (!(error instanceof Unsteady)) throw error;
      if (attempt === 3) throw refused("GitHub does not take the comment", error.message, "run the job again later");
      await wait(Math.min(60, Math.max(error.afterSeconds, 2 ** attempt)));
    }
  }
}

const pause = (seconds: number): Promise<unknown> => sleep(seconds * 1000);

async function call(github: GitHub, method: string, path: string, body?: object, absent: readonly number[] = []) {
  const answer = await fetch(`${github.apiUrl}${path}`, {
    method,
    headers: {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${github.token}`,
      "content-type": "application/json",
      "user-agent": "trainyard",
      "x-github-api-version": "2022-11-28",
    },
    redirect: "error", // a token goes to nobody else
    signal: AbortSignal.timeout(answerSeconds * 1000),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch((error: unknown) => {
    throw new Unsteady(`${method} ${path}: ${error instanceof Error ? error.message : String(error)}`, 1);
  });
  if (answer.ok) return answer.json();
  await answer.body?.cancel();
  if (absent.includes(answer.status)) return undefined;
  throw problemOf(answer, `${method} ${path}`);
}

function problemOf({ status, headers }: Response, what: string): Error {
  const after = Number(headers.get("retry-after") ?? "");
  const limited = status === 429 || (status === 403 && (after > 0 || headers.get("x-ratelimit-remaining") === "0"));
  if (limited || status >= 500) return new Unsteady(`${what} was answered with ${status}`, after > 0 ? after : 1);
  const todo = advice[status] ?? "look at what changed in GitHub's API";
  return refused("GitHub refuses the comment", `${what} was answered with ${status}`, todo);
}

const advice: Readonly<Record<number, string>> = {
  401: "give the step a token: GITHUB_TOKEN: ${{ github.token }}",
  403: "give the job the right: permissions: pull-requests: write; a change from a fork never gets it",
  404: "check that the pull request exists and that the token may read this repository",
  410: "the pull request takes no comments any more",
  422: "the pull request takes no such comment: it may be locked",
};

function refused(what: string, why: string, todo: string): Failure {
  return new Failure({ what, on: "the comment of the review", why, todo });
}
