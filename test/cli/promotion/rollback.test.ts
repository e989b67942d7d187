import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Entry, readHistory, writeHistory } from "../../../cli/promotion/history.ts";
import { rollBack } from "../../../cli/promotion/rollback.ts";
import { imagesIn, withImages } from "../../../cli/promotion/stack-file.ts";

const at = (sign: string) => `r.example.org/trainyard/mlflow@sha256:${sign.repeat(64)}`;
const entry = (sign: string, version: string): Entry => ({
  ...{ at: `2026-11-2${sign === "a" ? 1 : 2}T00:00:00Z`, by: "promote", from: "staging" },
  ...{ images: { mlflow: at(sign) }, versions: { mlflow: version } },
});
const committed = "config:\n  # why this is so\n  trainyard:runpod: emulated # by whom\n  trainyard:jobs: []\n";

let root: string;
const file = () => join(root, "Pulumi.prod.yaml");
const running = (sign: string) => async () => [{ name: "mlflow", reference: at(sign), contentTag: undefined }];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "rollback-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function promoted(...entries: readonly Entry[]): Promise<void> {
  writeFileSync(file(), withImages(committed, entries.at(-1)?.images ?? {}));
  await writeHistory(root, "prod", entries);
}

describe("a rollback", () => {
  const back = (sign: string) => rollBack({ root, home: root }, "prod", running(sign));

  it("returns to the former digests, keeps the comments, and writes down that it did", async () => {
    await promoted(entry("a", "3.17.2"), entry("b", "3.17.2"));
    expect(await back("b")).toMatchObject({ images: { mlflow: at("a") }, of: "2026-11-21T00:00:00Z" });
    const text = readFileSync(file(), "utf8");
    expect(text).toBe(withImages(committed, { mlflow: at("a") }));
    expect(text).toContain("# why this is so");
    expect((await readHistory(root, "prod")).at(-1)).toMatchObject({ by: "rollback", to: 0 });
  });

  it("is refused where the schema went forward, and changes nothing", async () => {
    await promoted(entry("a", "3.16.0"), entry("b", "3.17.2"));
    const before = readFileSync(file(), "utf8");
    const failure: unknown = await back("b").catch((thrown: unknown) => thrown);
    const why =
      "mlflow: MLflow 3.17.2 has brought the schema of its database forward, and 3.16.0 cannot read that any more";
    expect(failure).toMatchObject({ exitCode: 3, text: { why, on: "stack prod" } });
    expect([readFileSync(file(), "utf8"), await readHistory(root, "prod")]).toMatchObject([before, { length: 2 }]);
  });

  it("is allowed where the newer image never ran: its schema is still the former one", async () => {
    await promoted(entry("a", "3.16.0"), entry("b", "3.17.2"));
    expect(await back("a")).toMatchObject({ images: { mlflow: at("a") } });
  });

  it("is refused where nobody knows what runs", async () => {
    await promoted(entry("a", "3.16.0"), entry("b", "3.17.2"));
    await expect(back("f")).rejects.toThrow("nobody recorded which MLflow what runs is");
  });

  it("is refused without a former image, and where somebody changed the images by hand", async () => {
    await promoted(entry("a", "3.17.2"));
    await expect(back("a")).rejects.toThrow("has no former digests on record");
    await promoted(entry("a", "3.17.2"), entry("b", "3.17.2"));
    writeFileSync(file(), withImages(committed, { mlflow: at("c") }));
    await expect(back("b")).rejects.toThrow("changed it by hand");
  });

  it("leaves what somebody wrote into the file meanwhile, and is refused", async () => {
    await promoted(entry("a", "3.17.2"), entry("b", "3.17.2"));
    const edited = `${readFileSync(file(), "utf8")}  trainyard:more: 1\n`;
    const busy = async () => {
      writeFileSync(file(), edited);
      return running("b")();
    };
    await expect(rollBack({ root, home: root }, "prod", busy)).rejects.toMatchObject({
      ...{ exitCode: 3, text: { what: "the configuration was changed meanwhile; nothing was written" } },
    });
    expect([readFileSync(file(), "utf8"), await readHistory(root, "prod")]).toMatchObject([edited, { length: 2 }]);
    writeFileSync(file(), withImages(committed, { mlflow: at("b") }));
    const { undo } = await back("b");
    writeFileSync(file(), edited);
    await expect(undo()).rejects.toThrow("changed meanwhile");
    expect(readFileSync(file(), "utf8")).toBe(edited);
  });

  it("can be undone where nothing was made of it", async () => {
    await promoted(entry("a", "3.17.2"), entry("b", "3.17.2"));
    const before = readFileSync(file(), "utf8");
    await (await back("b")).undo();
    expect([readFileSync(file(), "utf8"), await readHistory(root, "prod")]).toMatchObject([before, { length: 2 }]);
  });
});

describe("a stack's file", () => {
  it("loses the key with its last image, and all else stays", () => {
    const given = withImages(committed, { b: "2", a: "1" });
    expect(imagesIn(given)).toEqual({ a: "1", b: "2" });
    expect(withImages(given, {})).toBe(committed);
  });

  it("refuses a history that is none", async () => {
    await promoted(entry("a", "1"));
    writeFileSync(join(root, "stacks", "promotions", "prod.json"), '{"entries":[{}]}');
    await expect(readHistory(root, "prod")).rejects.toThrow("history of promotions cannot be read");
  });
});
