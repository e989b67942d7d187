import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { expect, it } from "vitest";
import type { CorpusState } from "../../../../components/corpus/args.ts";
import { corpusLifecycle } from "../../../../components/corpus/lifecycle.ts";
import { DataApiClient } from "../../../../components/data-api/client/index.ts";
import { accessibilityProblems, openPage, phone } from "../../../support/browser.ts";

/** A service with its data layer, and who may use it. */
export interface Service {
  readonly url: string;
  readonly browser: Browser;
  /** Of role writer. */
  readonly user: string;
  readonly password: string;
  /** Of role admin. */
  readonly token: string;
}

const khmer = "ភាសាខ្មែរជាភាសាផ្លូវការ។\n";
const folder = `/ទំព័រ ${process.pid}`;

/** Looks again until it is so, as long as a step of a person may take. */
const polled = <T>(look: () => T) => expect.poll(look, { timeout: 30_000 });

/** What people do with the page, and programs with the client, against a service that stands. */
export function journeyTests(service: () => Service): void {
  const client = () => {
    const { url, token } = service();
    return new DataApiClient({ address: async () => url, token, userAgent: "test" });
  };
  const signedIn = async (look = {}): Promise<{ page: Page; end: () => Promise<void> }> => {
    const { url, browser, user, password } = service();
    const { page, context, troubles } = await openPage(browser, look);
    await page.goto(`${url}/#/files?path=${encodeURIComponent(folder)}`);
    await page.getByLabel("User").fill(user);
    await page.getByLabel("Password").fill(password);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Sign out" }).waitFor();
    return {
      page,
      end: async () => {
        await context.close();
        expect(troubles).toEqual([]);
      },
    };
  };
  const digest = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

  it("a person uploads, looks, describes, replaces and deletes by the page", async () => {
    const local = await mkdtemp(join(tmpdir(), "page-"));
    const seed = join(local, "seed");
    await writeFile(seed, "seed");
    await client().bring({ path: `${folder}/seed.txt`, from: seed, contentType: "text/plain" });
    const { page, end } = await signedIn();
    try {
      const upload = (name: string, buffer: Buffer) =>
        page.getByLabel("Files to upload").setInputFiles({ name, buffer, mimeType: "text/plain" });
      await upload("អត្ថបទ.txt", Buffer.from(khmer));
      await page.getByRole("status").getByText("1 file uploaded").waitFor();
      const big = randomBytes(18 * 2 ** 20);
      await writeFile(join(local, "big.bin"), big);
      await page.getByLabel("Files to upload").setInputFiles(join(local, "big.bin"));
      await page.getByRole("main").getByRole("link", { name: "big.bin", exact: true }).waitFor({ timeout: 90_000 });
      expect((await client().metadata(`${folder}/big.bin`))?.sha256).toBe(digest(big));
      await upload("អត្ថបទ.txt", Buffer.from(`${khmer}ថ្មី`));
      await page.getByRole("button", { name: "Replace" }).click();
      const replaced = digest(Buffer.from(`${khmer}ថ្មី`));
      await polled(async () => (await client().metadata(`${folder}/អត្ថបទ.txt`))?.sha256).toBe(replaced);
      await page.getByRole("main").getByRole("link", { name: "អត្ថបទ.txt", exact: true }).click();
      expect(await page.getByRole("region", { name: "Text of អត្ថបទ.txt" }).textContent()).toBe(`${khmer}ថ្មី`);
      await page.getByRole("button", { name: "Add property" }).click();
      await page.getByLabel("Property name").fill("ប្រភព");
      await page.getByLabel("Property value").fill("ស្កេន");
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByRole("status").getByText("Properties saved").waitFor();
      expect((await client().metadata(`${folder}/អត្ថបទ.txt`))?.properties).toEqual({ ប្រភព: "ស្កេន" });
      expect(await accessibilityProblems(page)).toEqual([]);
      await page.getByRole("button", { name: "Delete", exact: true }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
      await page.getByRole("status").getByText("អត្ថបទ.txt deleted").waitFor();
      expect(await client().metadata(`${folder}/អត្ថបទ.txt`)).toBeUndefined();
    } finally {
      await rm(local, { recursive: true });
      await end();
    }
  });

  it("a person sees on a phone that the cluster works, and browses rows of Khmer text", async () => {
    await client().ensureTable("page:rows", ["d"]);
    const rows = Array.from({ length: 25 }, (_, index) => ({
      key: `ជួរ-${index + 10}`,
      cells: { "d:text": khmer.trim() },
    }));
    await client().putRows("page:rows", rows);
    const { page, end } = await signedIn({ viewport: phone });
    try {
      await page.getByRole("link", { name: "Health" }).click();
      await page.getByRole("main").getByText("Everything works").waitFor();
      await page.getByRole("link", { name: "Tables" }).click();
      await page.getByRole("link", { name: "page:rows" }).click();
      await page.getByText("ជួរ-10").waitFor();
      await page.getByRole("button", { name: "Next" }).click();
      await page.getByText("ជួរ-34").waitFor();
      expect(await accessibilityProblems(page)).toEqual([]);
    } finally {
      await end();
    }
  });

  it("a corpus is kept as a snapshot, read back by hash, and is the same one the next time", async () => {
    const local = await mkdtemp(join(tmpdir(), "corpus-"));
    const snapshots = () => join(local, "snapshots");
    const said: string[] = [];
    const world = () => ({ api: client(), snapshots: snapshots(), say: (line: string) => void said.push(line) });
    const { create, update } = corpusLifecycle(world, snapshots);
    const prepared = async (corpusId: string, text: string) => {
      const corpusDir = await mkdtemp(join(local, "prepared-"));
      const passage = { id: "a", stage: "clean", reason: "link", text: "មើល", source: "a.po" };
      const files = { "train.bin": text, "rejected.jsonl": `${JSON.stringify(passage)}\n` };
      for (const [name, content] of Object.entries(files)) await writeFile(join(corpusDir, name), content);
      const listed = Object.entries(files).map(([path, content]) => ({
        ...{ path, size: Buffer.byteLength(content), sha256: digest(Buffer.from(content)) },
      }));
      const stages = { clean: { accepted: 9, rejected: 1, reasons: { link: 1 } } };
      const counters = { stages, usability: 0.5, usabilityOfKhmer: 0.9 };
      const tokens = { train: 8, validation: 1, test: 1, vocabulary: 16 };
      await writeFile(
        join(corpusDir, "manifest.json"),
        JSON.stringify({ id: corpusId, files: listed, counters, tokens }),
      );
      const { url, token } = service();
      return { controlUrl: url, token, path: `${folder}/corpus`, corpusId, corpusDir };
    };
    try {
      const one = await prepared("one", "tokens");
      const first = ((await create(one)) as { outs: CorpusState }).outs;
      expect(await readFile(join(first.dir, "train.bin"), "utf8")).toBe("tokens");
      expect(first.files).toBe(3);
      expect(await update("", first, one)).toEqual({ outs: first });
      const second = ((await update("", first, await prepared("two", "more"))) as { outs: CorpusState }).outs;
      const third = ((await update("", second, one)) as { outs: CorpusState }).outs;
      expect([third.manifestSha256, third.snapshotId === first.snapshotId]).toEqual([first.manifestSha256, false]);
      expect(second.snapshotId).not.toBe(first.snapshotId);
      expect((await client().snapshots(`${folder}/corpus`)).map(({ id }) => id)).toEqual([
        third.snapshotId,
        second.snapshotId,
        first.snapshotId,
      ]);
      expect((await client().rows("corpus:rejected", `${first.snapshotId}/`, 10)).map(({ key }) => key)).toEqual([
        `${first.snapshotId}/clean/link/a`,
      ]);
    } finally {
      await rm(local, { recursive: true });
    }
  });
}
