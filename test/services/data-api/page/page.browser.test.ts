import { describe, expect, it } from "vitest";
import { accessibilityProblems, type Look, overflows, phone, picture } from "../../../support/browser.ts";
import {
  keepCorpus,
  khmer,
  khmerName,
  pageTests,
  polled,
  server,
  signedIn,
  signIn,
  upload,
  visit,
} from "../../../support/data-api/page.ts";

pageTests();

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
  const both: Readonly<Record<string, Look>> = {
    desktop: {},
    "phone-dark": { viewport: phone, colorScheme: "dark" },
  };
  const others: typeof both = { "desktop-dark": { colorScheme: "dark" }, phone: { viewport: phone } };
  /** Each width and each scheme once, and in a full run each with each. */
  const looks = process.env["TRAINYARD_FULL"] === "1" ? { ...both, ...others } : both;

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
