import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Output } from "../../../cli/output.ts";
import { keepComment } from "../../../cli/review/post.ts";
import { marker } from "../../../cli/review/render.ts";
import { exitCodeOf, review } from "../../../cli/review/run.ts";
import { CommentsServer } from "./comments-server.ts";
import { busy, previewOf, refused, step, violation } from "./previews.ts";

let folder: string;
let server: CommentsServer;
let apiUrl: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "review-"));
  server = new CommentsServer();
  apiUrl = await server.open();
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const author = "github-actions[bot]";

async function reviewed(
  event: string,
  documents: Readonly<Record<string, unknown>>,
  more: Record<string, string> = {},
) {
  const sink = { write: () => true };
  const summary = join(folder, "summary.md");
  const sources = Object.entries(documents).map(([environment, document]) => {
    const file = join(folder, `${environment}.json`);
    writeFileSync(file, JSON.stringify(document));
    return { environment, file };
  });
  const result = await review(
    {
      env: { GITHUB_API_URL: apiUrl, GITHUB_TOKEN: "token-of-this-job", GITHUB_STEP_SUMMARY: summary, ...more },
      out: new Output({ stdout: sink, stderr: sink, env: {} }),
    },
    { sources, event: join(import.meta.dirname, "events", `${event}.json`), comment: true, author },
  );
  return { ...result, summary: readFileSync(summary, "utf8") };
}

describe("the review of a pull request", () => {
  it("makes one comment when it is opened, and changes that one when commits are added", async () => {
    expect(await reviewed("opened", { dev: busy })).toMatchObject({ comment: "created", exitCode: 0 });
    expect(await reviewed("synchronize", { dev: refused })).toMatchObject({ comment: "updated", exitCode: 3 });
    expect(await reviewed("synchronize", { dev: refused })).toMatchObject({ comment: "same" });
    expect(server.comments.map(({ body }) => body.startsWith(marker))).toEqual([true]);
    expect(server.comments[0]?.body).toContain("refused by policy in <code>dev</code>");
    expect([...server.tokens]).toEqual(["Bearer token-of-this-job"]);
  });

  it.each(["fork", "deleted-fork"])("calls nobody for a change from a %s: only the summary has it", async (event) => {
    const { comment, summary } = await reviewed(event, { dev: busy }, { GITHUB_TOKEN: "" });
    expect(comment).toContain("from a fork");
    expect(summary).toContain("From a fork: no secrets");
    expect(server.calls).toEqual([]);
  });

  it("writes no comment for a push", async () => {
    expect((await reviewed("push", { dev: busy })).comment).toBe("none: the event is no pull request's");
    expect(server.calls).toEqual([]);
  });

  it("takes no environment's result for another's: what was not previewed has not passed", async () => {
    const { outcomes, markdown, exitCode } = await reviewed("opened", {
      ...{ dev: { ...busy, stack: "dev" }, prod: { ...busy, stack: "dev" } },
    });
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(["passed", "failed"]);
    expect([exitCode, markdown]).toEqual([1, expect.stringContaining("the result is of stack dev")]);
  });

  it("takes nothing of an event's title, branch or body into the text", async () => {
    const { markdown } = await reviewed("opened", { dev: busy });
    expect(markdown).not.toMatch(/evil|secrets\.|topic|mallory/);
  });

  it("refuses to comment without a token and says what to set", async () => {
    await expect(reviewed("opened", { dev: busy }, { GITHUB_TOKEN: "" })).rejects.toThrow("GITHUB_TOKEN is not set");
  });
});

describe("secrets and values", () => {
  it("never reach the comment: neither of this process nor of the stack's configuration", async () => {
    const document = {
      ...previewOf({
        steps: [{ ...step("update", "kubernetes:core/v1:Secret", "auth", "data.key"), inputs: { data: "SENTINEL" } }],
        violations: [violation("mandatory", "no-secret-in-env", "key-of-runpod", 'KEY is "rp-key-123456"')],
        warnings: ["could not log in with pass phrase"],
        error: { what: "refused", todo: "SENTINEL", why: "SENTINEL" },
      }),
      config: { password: "SENTINEL" },
    };
    const secrets = { RUNPOD_API_KEY: "rp-key-123456", PULUMI_CONFIG_PASSPHRASE: "pass phrase" };
    const { markdown } = await reviewed("opened", { prod: document }, secrets);
    expect(markdown).toContain("key-of-runpod");
    expect(markdown).toContain("&#91;secret&#93;");
    expect(markdown).not.toMatch(/SENTINEL|rp-key|pass phrase|data\.key/);
  });
});

describe("the one comment", () => {
  const place = { repository: "acme/yard", pullRequest: 42, author };
  const waits: number[] = [];
  const keep = (body: string) => {
    const wait = async (seconds: number) => void waits.push(seconds);
    return keepComment({ apiUrl, token: "t", wait }, place, body);
  };
  const body = `${marker}\nnew`;

  it("is found on a later page, and nobody else's comment with our marker is touched", async () => {
    server.add("mallory", `${marker}\nmine`);
    for (let index = 0; index < 230; index += 1) server.add("octo", `comment ${index}`);
    server.add(author, `${marker}\nold`);
    expect(await keep(body)).toBe("updated");
    expect(server.comments.at(0)?.body).toBe(`${marker}\nmine`);
    expect(server.comments.at(-1)?.body).toBe(body);
    expect(server.calls.filter((call) => call.startsWith("GET"))).toHaveLength(3);
  });

  it("is made anew where somebody deleted it meanwhile", async () => {
    server.add(author, `${marker}\nold`);
    server.strikes.push({ method: "PATCH", status: 404 });
    expect(await keep(body)).toBe("created");
  });

  it("is not made twice when the answer to its making is lost", async () => {
    server.strikes.push({ method: "POST", status: 502, after: true });
    expect(await keep(body)).toBe("same");
    expect(server.comments).toHaveLength(1);
  });

  it("waits as long as the service asks, and gives up after three tries", async () => {
    waits.length = 0;
    const slow = { method: "GET", status: 429, headers: { "retry-after": "7" } };
    server.strikes.push(slow, { method: "GET", status: 503 }, { method: "GET", status: 503 });
    await expect(keep(body)).rejects.toMatchObject({ text: { todo: "run the job again later" } });
    expect(waits).toEqual([7, 4]);
    expect(server.comments).toEqual([]);
  });

  it.each([
    [403, "pull-requests: write"],
    [404, "pull request exists"],
    [422, "may be locked"],
  ])("refuses at once after %s and says what to do", async (status, todo) => {
    server.strikes.push({ method: "POST", status });
    const failure: unknown = await keep(body).catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({ text: { todo: expect.stringContaining(todo) as string } });
    expect(server.calls).toHaveLength(2);
  });
});

it("ends with 3 where one environment was refused, with 1 where one failed", () => {
  const [passed, failed, no] = [{ outcome: "passed" }, { outcome: "failed" }, { outcome: "refused" }] as const;
  expect([[passed], [passed, failed], [failed, no, passed]].map((all) => exitCodeOf(all))).toEqual([0, 1, 3]);
});
