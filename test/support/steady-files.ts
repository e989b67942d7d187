// Calls a data API until it is told to stop by SIGTERM, and prints what it was answered. It never tries again.
import { createHash, randomBytes } from "node:crypto";
import { Agent, request } from "node:http";

/** What each caller found, added up. */
export interface SteadyReport {
  /** Answers that were right. */
  readonly calls: number;
  /** Answers 503 and 429, which ask to come again: what and when. */
  readonly refused: readonly string[];
  /** Connections that could not be had, or broke, and all other statuses. */
  readonly failed: readonly string[];
  /** Contents that are not what an answer had acknowledged. */
  readonly wrong: readonly string[];
  readonly slowestMillis: number;
}

interface Answer {
  readonly status: number;
  readonly body: Buffer;
}
interface Wish {
  readonly url: string;
  readonly token: string;
  /** Callers with a connection for each call, and as many that keep theirs. */
  readonly callers: number;
  readonly bytes: number;
}

const { url, token, callers, bytes } = JSON.parse(process.argv[2] ?? "") as Wish;
const TIMEOUT_MILLIS = 120_000;
const report = {
  ...{ calls: 0, slowestMillis: 0 },
  ...{ refused: [] as string[], failed: [] as string[], wrong: [] as string[] },
};
let stopped = false;
process.once("SIGTERM", () => (stopped = true));

function call(agent: Agent, method: string, path: string, body?: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, ...(body && { "content-length": body.length }) };
    const sent = request(new URL(path, url), { agent, method, headers, timeout: TIMEOUT_MILLIS }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.once("error", reject);
      answer.once("end", () => resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks) }));
    });
    sent.once("timeout", () => sent.destroy(new Error("no answer")));
    sent.once("error", reject);
    sent.end(body);
  });
}

/** The answer where it has this status; undefined where it is written down as something else. */
async function asked(what: string, wanted: number, ask: () => Promise<Answer>): Promise<Answer | undefined> {
  const before = Date.now();
  const at = new Date(before).toISOString();
  try {
    const answer = await ask();
    if (answer.status === wanted) report.calls += 1;
    else if ([429, 503].includes(answer.status)) report.refused.push(`${at} ${what}: ${answer.body.toString()}`);
    else report.failed.push(`${at} ${what}: ${answer.status} ${answer.body.toString().slice(0, 300)}`);
    return answer.status === wanted ? answer : undefined;
  } catch (error) {
    report.failed.push(`${at} ${what}: ${String(error)}`);
    return undefined;
  } finally {
    report.slowestMillis = Math.max(report.slowestMillis, Date.now() - before);
  }
}

const hash = (content: Buffer): string => createHash("sha256").update(content).digest("hex");

/** Puts a file and reads back one that was acknowledged, again and again. */
async function caller(name: string, agent: Agent): Promise<void> {
  const kept: { readonly path: string; readonly sha256: string }[] = [];
  for (let step = 0; !stopped; step++) {
    const content = randomBytes(bytes);
    const path = `/v1/files?path=${encodeURIComponent(`/steady/${name}-${step}`)}`;
    const put = await asked(`put ${name}-${step}`, 201, () => call(agent, "PUT", path, content));
    if (put !== undefined) kept.push({ path, sha256: hash(content) });
    const one = kept[Math.floor(Math.random() * kept.length)];
    if (one === undefined) continue;
    const got = await asked(`get ${one.path}`, 200, () => call(agent, "GET", one.path));
    if (got !== undefined && hash(got.body) !== one.sha256) report.wrong.push(one.path);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  for (const { path, sha256 } of kept) {
    const got = await asked(`get ${path} at the end`, 200, () => call(agent, "GET", path));
    if (got !== undefined && hash(got.body) !== sha256) report.wrong.push(`${path} at the end`);
  }
}

const habits = {
  fresh: () => new Agent({ keepAlive: false }),
  kept: () => new Agent({ keepAlive: true, maxSockets: 1 }),
};
console.log("calls");
await Promise.all(
  Object.entries(habits).flatMap(([habit, agent]) =>
    Array.from({ length: callers }, (_, index) => caller(`${habit}-${process.pid}-${index}`, agent())),
  ),
);
console.log(JSON.stringify(report));
