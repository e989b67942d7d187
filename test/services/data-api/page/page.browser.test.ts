import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  accessibilityProblems,
  type Look,
  openPage,
  overflows,
  phone,
  picture,
  startBrowser,
  type WatchedPage,
} from "../../../support/browser.ts";
import { contractServer, type ContractServer } from "../../../support/data-api/server.ts";

const khmer = "ភាសាខ្មែរជាភាសាផ្លូវការរបស់ព្រះរាជាណាចក្រកម្ពុជា។\n";
const khmerName = "ឯកសារ ខ្មែរ.txt";
const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

let browser: Browser;
let server: ContractServer;
const open: WatchedPage[] = [];

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

/** Looks again until it is so, as long as a step of a person may take. */
const polled = <T>(look: () => T) => expect.poll(look, { timeout: 30_000 });

async function visit(look: Look = {}, hash = ""): Promise<Page> {
  const watched = await openPage(browser, look);
  open.push(watched);
  await watched.page.goto(`${server.url}/${hash}`);
  return watched.page;
}

async function signIn(page: Page, user = "dara", password = "correct horse"): Promise<Page> {
  await page.getByLabel("User").fill(user);
  await page.getByLabel("Password").fill(password);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Sign out" }).waitFor();
  return page;
}

const signedIn = async (look: Look = {}, hash = ""): Promise<Page> => {
  const page = await signIn(await visit(look, hash));
  await page.getByRole("heading", { level: 1 }).waitFor();
  return page;
};

/** Tables as a stack with a corpus has them. */
function keepCorpus(): void {
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

const upload = (page: Page, files: Parameters<ReturnType<Page["getByLabel"]>["setInputFiles"]>[0]) =>
  page.getByLabel("Files to upload").setInputFiles(files);
const uploads = (page: Page) => page.getByRole("region", { name: /^Upload/ });
const focused = (page: Page) => page.evaluate<string>("document.activeElement?.textContent?.trim() ?? ''");

describe("signing in and out", () => {
  it("begins and ends a session, and leaves nothing that a script could read", async () => {
    const page = await signedIn();
    expect(await page.evaluate("document.cookie + JSON.stringify(localStorage)")).toBe("{}");
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByLabel("Password").waitFor();
    await page.reload();
    await page.getByLabel("Password").waitFor();
    expect(await page.getByRole("alert").allTextContents()).toEqual(["", ""]);
  });

  it("says that a password was wrong, and takes the focus back to it", async () => {
    const page = await visit();
    await page.getByLabel("User").fill("dara");
    await page.getByLabel("Password").fill("wrong");
    await page.keyboard.press("Enter");
    await page.getByText("That user and password do not go together.").waitFor();
    expect(await page.evaluate("document.activeElement?.name")).toBe("password");
  });

  it("asks to sign in again when the session ended, and goes on at the same place", async () => {
    const page = await signedIn({}, "#/files?path=%2Fcorpus");
    server.endSessions();
    await page.getByRole("link", { name: "manifest.json", exact: true }).click();
    await page.getByText("Your session has ended. Sign in to go on.").waitFor();
    await signIn(page);
    await page.getByRole("heading", { name: "manifest.json" }).waitFor();
  });
});

describe("files", () => {
  it("shows a folder and goes into another by the keyboard alone", async () => {
    const page = await signedIn();
    await page.getByRole("link", { name: "corpus", exact: true }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "corpus", level: 1 }).waitFor();
    expect(await focused(page)).toBe("corpus");
    expect(await page.title()).toBe("corpus · Trainyard data");
    await page.getByRole("link", { name: "manifest.json", exact: true }).waitFor();
  });

  it("previews Khmer text as Khmer, and a picture as a picture", async () => {
    const page = await signedIn();
    await page.getByRole("link", { name: khmerName, exact: true }).click();
    const text = page.getByRole("region", { name: `Text of ${khmerName}` });
    expect(await text.textContent()).toBe(khmer);
    expect(await text.getAttribute("lang")).toBe("km");
    await page.goBack();
    await page.getByRole("link", { name: "dot.png", exact: true }).click();
    const image = page.getByRole("img", { name: "Picture in dot.png" });
    await image.waitFor();
    const width =
      "{ const image = document.querySelector('.preview img'); image.decode().then(() => image.naturalWidth) }";
    expect(await page.evaluate<number>(width)).toBe(1);
  });

  it("shows long Khmer text in parts without breaking a letter", async () => {
    const long = khmer.repeat(1000);
    server.put("/long.txt", long, "text/plain");
    const page = await signedIn({}, "#/file?path=%2Flong.txt");
    const text = page.getByRole("region", { name: "Text of long.txt" });
    await page.getByText(/^The first 64\.0 KiB of/).waitFor();
    for (const more = page.getByRole("button", { name: "Show more" }); await more.isVisible();) {
      const before = (await text.textContent())?.length ?? 0;
      await more.click();
      await polled(async () => (await text.textContent())?.length ?? 0).toBeGreaterThan(before);
    }
    expect(await text.textContent()).toBe(long);
  });

  it("says of a file that is no text that it is none", async () => {
    server.put("/noise", randomBytes(4000), "application/octet-stream");
    const page = await signedIn({}, "#/file?path=%2Fnoise");
    await page.getByText("This file is not UTF-8 text. Download it to see it.").waitFor();
  });

  it("downloads a file byte by byte, under its Khmer name", async () => {
    const page = await signedIn();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: `Download ${khmerName}` }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(khmerName);
    expect(await readFile(await download.path(), "utf8")).toBe(khmer);
  });

  it("makes a folder with a Khmer name and goes there", async () => {
    const page = await signedIn();
    await page.getByRole("button", { name: "New folder" }).click();
    await page.getByLabel("Name", { exact: true }).fill("ថត");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "ថត" }).waitFor();
    expect(server.folders.has("/ថត")).toBe(true);
  });

  it("deletes after a question, and not when it is answered with Escape", async () => {
    const page = await signedIn();
    const remove = page.getByRole("button", { name: "Delete dot.png" });
    await remove.click();
    await page.getByRole("dialog", { name: "Delete this file?" }).waitFor();
    expect(await focused(page)).toBe("Cancel");
    await page.keyboard.press("Escape");
    expect(await focused(page)).toBe("Delete dot.png");
    expect(server.files.has("/dot.png")).toBe(true);
    await remove.click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.getByRole("status").getByText("dot.png deleted").waitFor();
    expect(server.files.has("/dot.png")).toBe(false);
  });

  it("deletes a full folder only for an admin who writes its name", async () => {
    const writer = await signedIn();
    await writer.getByRole("button", { name: "Delete corpus" }).click();
    await writer.getByText("only an admin deletes a folder with its contents").waitFor();
    const admin = await signIn(await visit(), "rith", "battery staple");
    await admin.getByRole("button", { name: "Delete corpus" }).click();
    await admin.getByLabel("Write corpus to go on").fill("corpora");
    await admin.getByRole("button", { name: "Delete all of it" }).click();
    await admin.getByText("nothing was deleted").waitFor();
    expect(server.folders.has("/corpus")).toBe(true);
    await admin.getByRole("button", { name: "Delete corpus" }).click();
    await admin.getByLabel("Write corpus to go on").fill("corpus");
    await admin.getByRole("button", { name: "Delete all of it" }).click();
    await admin.getByRole("status").getByText("corpus deleted with its contents").waitFor();
    expect(server.folders.has("/corpus")).toBe(false);
  });

  it("offers a reader nothing that writes", async () => {
    const page = await signIn(await visit(), "sok", "paper clip");
    await page.getByRole("link", { name: "dot.png", exact: true }).click();
    await page.getByRole("heading", { name: "dot.png" }).waitFor();
    expect(await page.getByRole("button").allTextContents()).toEqual(["Sign out"]);
  });
});

describe("uploads", () => {
  it("brings several files and shows them", async () => {
    const page = await signedIn();
    await upload(page, [
      { name: "one.txt", mimeType: "text/plain", buffer: Buffer.from("1") },
      { name: "ពីរ.txt", mimeType: "text/plain", buffer: Buffer.from("២") },
    ]);
    await page.getByRole("status").getByText("2 files uploaded").waitFor();
    await page.getByRole("main").getByRole("link", { name: "ពីរ.txt", exact: true }).waitFor();
    expect(server.files.get("/ពីរ.txt")?.bytes.toString()).toBe("២");
  });

  it("takes what is dropped", async () => {
    const page = await signedIn();
    await page.evaluate(`
      const dropped = new DataTransfer();
      dropped.items.add(new File(["dropped"], "dropped.txt", { type: "text/plain" }));
      const area = document.querySelector(".drop-area");
      for (const type of ["dragenter", "dragover", "drop"])
        area.dispatchEvent(new DragEvent(type, { dataTransfer: dropped, bubbles: true, cancelable: true }));
    `);
    await page.getByRole("status").getByText("1 file uploaded").waitFor();
    expect(server.files.get("/dropped.txt")?.bytes.toString()).toBe("dropped");
  });

  const again = { name: "dot.png", mimeType: "image/png", buffer: Buffer.from("new") };

  it("replaces nothing unasked: Escape leaves what is there", async () => {
    const page = await signedIn();
    await upload(page, again);
    await page.getByRole("dialog", { name: "This file exists" }).waitFor();
    await page.keyboard.press("Escape");
    await uploads(page).getByText("left out, the one there is kept").waitFor();
    expect(server.files.get("/dot.png")?.bytes).toEqual(png);
  });

  it("keeps both under another name, and replaces when told to", async () => {
    const page = await signedIn();
    await upload(page, again);
    await page.getByRole("button", { name: "Keep both" }).click();
    await page.getByRole("status").getByText("1 file uploaded").waitFor();
    expect(server.files.get("/dot (2).png")?.bytes.toString()).toBe("new");
    expect(server.files.get("/dot.png")?.bytes).toEqual(png);
    await upload(page, again);
    await page.getByRole("button", { name: "Replace" }).click();
    await polled(() => server.files.get("/dot.png")?.bytes.toString()).toBe("new");
  });

  it("asks once for all where the person wants it so", async () => {
    const page = await signedIn();
    await upload(page, [again, { name: khmerName, mimeType: "text/plain", buffer: Buffer.from("new") }]);
    await page.getByLabel("Do the same for the rest").check();
    await page.getByRole("button", { name: "Replace" }).click();
    await page.getByRole("status").getByText("2 files uploaded").waitFor();
    expect([server.files.get("/dot.png"), server.files.get(`/${khmerName}`)].map((one) => String(one?.bytes))).toEqual([
      "new",
      "new",
    ]);
  });

  const big = randomBytes(20 * 2 ** 20);
  const bigFile = { name: "big.bin", mimeType: "application/octet-stream", buffer: big };
  const digest = (bytes: Buffer | undefined) =>
    createHash("sha256")
      .update(bytes ?? "")
      .digest("hex");

  it("brings a large file in pieces, through a connection that breaks", async () => {
    const page = await signedIn();
    server.cut = (method, path, count) => method === "PATCH" && path.startsWith("/v1/uploads/") && count === 2;
    await upload(page, bigFile);
    await page.getByRole("status").getByText("1 file uploaded").waitFor();
    expect(digest(server.files.get("/big.bin")?.bytes)).toBe(digest(big));
    expect(server.calls.filter((call) => call.startsWith("PATCH /v1/uploads/")).length).toBe(4);
  });

  it("goes on with a large file where the page was closed", async () => {
    const page = await signedIn();
    server.cut = (method, _path, count) => method === "PATCH" && count > 1;
    const folder = await mkdtemp(join(tmpdir(), "page-test-"));
    try {
      await writeFile(join(folder, "big.bin"), big);
      await upload(page, join(folder, "big.bin"));
      await uploads(page).getByText("no answer · tries again").waitFor();
      page.on("dialog", (dialog) => void dialog.accept());
      await page.reload();
      server.cut = () => false;
      await upload(page, join(folder, "big.bin"));
      await page.getByRole("status").getByText("1 file uploaded").waitFor();
    } finally {
      await rm(folder, { recursive: true });
    }
    expect(digest(server.files.get("/big.bin")?.bytes)).toBe(digest(big));
    expect(server.calls.filter((call) => call === "POST /v1/uploads").length).toBe(1);
  });

  it("cancels, and leaves nothing behind", async () => {
    const page = await signedIn();
    server.cut = (method, _path, count) => method === "PATCH" && count > 1;
    await upload(page, bigFile);
    await uploads(page).getByText("no answer · tries again").waitFor();
    await uploads(page).getByRole("button", { name: "Cancel big.bin" }).click();
    await uploads(page).getByText("cancelled").waitFor();
    await polled(() => server.calls.some((call) => call.startsWith("DELETE /v1/uploads/"))).toBe(true);
    expect(server.files.has("/big.bin")).toBe(false);
  });
});

describe("properties", () => {
  it("saves what changed, and shows it", async () => {
    const page = await signedIn({}, "#/file?path=%2Fdot.png");
    await page.getByRole("button", { name: "Add property" }).click();
    await page.getByLabel("Property name").fill("ប្រភព");
    await page.getByLabel("Property value").fill("ស្កេន");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("status").getByText("Properties saved").waitFor();
    expect(server.files.get("/dot.png")?.properties).toEqual({ ប្រភព: "ស្កេន" });
    await page.getByRole("button", { name: "Remove ប្រភព" }).click();
    await page.getByRole("button", { name: "Save" }).click();
    await polled(() => server.files.get("/dot.png")?.properties).toEqual({});
  });

  it("does not write over what somebody else changed meanwhile", async () => {
    const page = await signedIn({}, "#/file?path=%2Fdot.png");
    await page.getByRole("heading", { name: "Properties" }).waitFor();
    server.put("/dot.png", "other", "image/png");
    await page.getByLabel("Content type").fill("image/webp");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("somebody changed this file since you opened it").waitFor();
    expect(server.files.get("/dot.png")?.contentType).toBe("image/png");
    await page.getByRole("button", { name: "Load what is there now" }).click();
    await polled(() => page.getByLabel("Content type").inputValue()).toBe("image/png");
  });
});

describe("tables and health", () => {
  const rows = Array.from({ length: 45 }, (_, index) => ({
    key: Buffer.from(`doc-${String(index).padStart(3, "0")}`),
    cells: [{ column: "d:text", value: Buffer.from(`${khmer.trim()} ${index}`), timestamp: 1_700_000_000_000 }],
  }));

  it("browses rows a page at a time, forth and back", async () => {
    server.tables.set("corpus:documents", rows);
    const page = await signedIn({}, "#/tables");
    await page.getByRole("link", { name: "corpus:documents" }).click();
    await page.getByRole("rowheader", { name: "doc-000" }).waitFor();
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByRole("rowheader", { name: "doc-020" }).waitFor();
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByRole("rowheader", { name: "doc-044" }).waitFor();
    expect(await page.getByRole("button", { name: "Next" }).isDisabled()).toBe(true);
    await page.getByRole("button", { name: "Previous" }).click();
    await page.getByRole("rowheader", { name: "doc-020" }).waitFor();
    await page.getByLabel("Prefix").fill("doc-03");
    await page.keyboard.press("Enter");
    await page.getByText("10 rows", { exact: true }).waitFor();
  });

  it("shows how much of the corpus is usable, and what was turned away and why", async () => {
    keepCorpus();
    const page = await signedIn({}, "#/corpus");
    await page.getByText("96.4 %").first().waitFor();
    await page.getByText("28.2 %").waitFor();
    const clean = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "clean" }) });
    expect(await clean.getByRole("cell").allTextContents()).toEqual(["51,408", "43,601", "link: 18"]);
    await clean.getByRole("link", { name: "link" }).click();
    await page.getByText("មើល http://example.org").waitFor();
  });

  it("says that no corpus is kept where there is none", async () => {
    const page = await signedIn({}, "#/corpus");
    await page.getByText("No corpus is kept here yet.").waitFor();
  });

  it("offers base64 where a value is no text", async () => {
    server.tables.set("b", [
      { key: Buffer.from("k"), cells: [{ column: "d:v", value: Buffer.from([255]), timestamp: 1 }] },
    ]);
    const page = await signedIn({}, "#/table?name=b");
    await page.getByRole("link", { name: "Show as base64" }).click();
    await page.getByText("/w==").waitFor();
  });

  it("tells in words which part of the cluster does not work", async () => {
    Object.assign(server.health, { status: "degraded", hdfs: "down" });
    const page = await signedIn({}, "#/health");
    await page.getByText("Some of it does not work").waitFor();
    const hdfs = page.getByRole("listitem").filter({ hasText: "HDFS" });
    expect(await hdfs.textContent()).toContain("not working");
    expect(await hdfs.textContent()).toContain("no NameNode answers");
  });
});

describe("for everybody", () => {
  const looks: Readonly<Record<string, Look>> = {
    desktop: {},
    "desktop-dark": { colorScheme: "dark" },
    phone: { viewport: phone },
    "phone-dark": { viewport: phone, colorScheme: "dark" },
  };

  it.each(Object.entries(looks))("is accessible and fits, on a %s", async (name, look) => {
    server.tables.set("corpus:documents", [
      { key: Buffer.from("ឯកសារ-1"), cells: [{ column: "d:text", value: Buffer.from(khmer), timestamp: 1 }] },
    ]);
    Object.assign(server.health, { status: "degraded", hdfs: "down" });
    const page = await visit(look);
    const judge = async (view: string) => {
      await picture(page, `${view}-${name}`);
      expect(await accessibilityProblems(page), view).toEqual([]);
      expect(await overflows(page), `${view} scrolls sideways`).toBe(false);
    };
    const at = async (hash: string, view: string, heading: string) => {
      await page.goto(`${server.url}/#/${hash}`);
      await page.getByRole("heading", { name: heading, level: 1 }).waitFor();
      await judge(view);
    };
    await page.getByLabel("User").waitFor();
    await judge("sign-in");
    await signIn(page);
    await at("files", "files", "All files");
    await at(`file?path=/${encodeURIComponent(khmerName)}`, "file", khmerName);
    await page.getByRole("button", { name: "Add property" }).click();
    await judge("file-edit");
    await at("tables", "tables", "Tables");
    await at("table?name=corpus%3Adocuments", "table", "corpus:documents");
    keepCorpus();
    await at("corpus?snapshot=snapshot-1&stage=clean&reason=link", "corpus", "Corpus");
    await at("health", "health", "Cluster health");
    await at("file?path=/none", "not-found", "Not found");
    await at("files?path=/", "files-again", "All files");
    await upload(page, [{ name: "dot.png", mimeType: "image/png", buffer: Buffer.from("new") }]);
    await page.getByRole("dialog").waitFor();
    await judge("conflict");
  });
});
