import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { type Look, openPage, startBrowser, type WatchedPage } from "../browser.ts";
import { contractServer, type ContractServer } from "./server.ts";

export const khmer = "ភាសាខ្មែរជាភាសាផ្លូវការរបស់ព្រះរាជាណាចក្រកម្ពុជា។\n";
export const khmerName = "ឯកសារ ខ្មែរ.txt";
export const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

let browser: Browser;
/** The server of the test that runs. */
export let server: ContractServer;
const open: WatchedPage[] = [];

/** A browser for the tests of a file, and a server with the same files for each of them. */
export function pageTests(): void {
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser.close();
  });
  beforeEach(async () => {
    server = await contractServer();
    server.put(`/${khmerName}`, khmer, "text/plain");
    server.put("/dot.png", png, "image/png");
    server.folders.add("/corpus");
    server.put("/corpus/manifest.json", '{"id": "a1"}\n', "application/json");
  });
  afterEach(async () => {
    const troubles = open.flatMap((one) => one.troubles);
    await Promise.all(open.splice(0).map(({ context }) => context.close()));
    await server.close();
    expect(troubles).toEqual([]);
  });
}

/** Looks again until it is so, as long as a step of a person may take. */
export const polled = <T>(look: () => T) => expect.poll(look, { timeout: 30_000 });

export async function visit(look: Look = {}, hash = ""): Promise<Page> {
  const watched = await openPage(browser, look);
  open.push(watched);
  await watched.page.goto(`${server.url}/${hash}`);
  return watched.page;
}

export async function signIn(page: Page, user = "dara", password = "correct horse"): Promise<Page> {
  await page.getByLabel("User").fill(user);
  await page.getByLabel("Password").fill(password);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Sign out" }).waitFor();
  return page;
}

export const signedIn = async (look: Look = {}, hash = ""): Promise<Page> => {
  const page = await signIn(await visit(look, hash));
  await page.getByRole("heading", { level: 1 }).waitFor();
  return page;
};

/** Tables as a stack with a corpus has them. */
export function keepCorpus(): void {
  const row = (key: string, cells: Readonly<Record<string, string>>) => ({
    key: Buffer.from(key),
    cells: Object.entries(cells).map(([column, value]) => ({ column, value: Buffer.from(value), timestamp: 1 })),
  });
  server.tables.set("corpus:snapshots", [
    row("snapshot-1", {
      ...{ "s:corpus": "27fa0c1b5d6e77", "s:path": "/corpus", "s:files": "10", "s:bytes": "8600000" },
      ...{ "s:manifestSha256": "ab".repeat(32), "s:createdAt": "2026-11-26T05:00:00Z", "s:usability": "0.282" },
      ...{ "s:usabilityOfKhmer": "0.9636", "s:trainTokens": "409112", "s:vocabulary": "4000" },
      ...{ "c:clean.accepted": "51408", "c:clean.rejected": "43601", "c:clean.reason.link": "18" },
      ...{ "c:split.accepted": "26790", "c:split.rejected": "0" },
    }),
  ]);
  const passage = { "r:text": "មើល http://example.org", "r:source": "pack/a.po" };
  server.tables.set("corpus:rejected", [row("snapshot-1/clean/link/ab", passage)]);
}

export const upload = (page: Page, files: Parameters<ReturnType<Page["getByLabel"]>["setInputFiles"]>[0]) =>
  page.getByLabel("Files to upload").setInputFiles(files);
export const uploads = (page: Page) => page.getByRole("region", { name: /^Upload/ });
export const focused = (page: Page) => page.evaluate<string>("document.activeElement?.textContent?.trim() ?? ''");
