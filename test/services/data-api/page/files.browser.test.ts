import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  focused,
  khmer,
  khmerName,
  pageTests,
  png,
  polled,
  server,
  signedIn,
  signIn,
  upload,
  uploads,
  visit,
} from "../../../support/data-api/page.ts";

pageTests();

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

  it("leaves nothing of the page out of reach behind their list", async () => {
    const page = await signedIn({ viewport: { width: 700, height: 560 } });
    const buffer = Buffer.from("x");
    await upload(
      page,
      Array.from({ length: 8 }, (_, n) => ({ name: `many-${n}.txt`, mimeType: "text/plain", buffer })),
    );
    await page.getByRole("status").getByText("8 files uploaded").waitFor();
    await page.getByRole("main").getByRole("link", { name: khmerName, exact: true }).click();
    const add = page.getByRole("button", { name: "Add property" });
    await add.click();
    await page.getByRole("main").getByRole("button").last().click({ trial: true });
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
