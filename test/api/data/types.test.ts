import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { dataApiDocument } from "../../../api/data/document.ts";
import { renderTypes } from "../../../api/data/types.ts";

it("the committed types are those of the description as it stands: node api/data/generate.ts", async () => {
  const committed = readFileSync(join(import.meta.dirname, "../../../api/data/types.generated.ts"), "utf8");
  expect(committed === (await renderTypes())).toBe(true);
});

it("the description is joined from every subject, and each operation has a name of its own", () => {
  const { paths, openapi } = dataApiDocument() as {
    openapi: string;
    paths: Record<string, Record<string, { operationId?: string }>>;
  };
  expect(openapi).toBe("3.1.0");
  expect(Object.keys(paths)).toEqual(expect.arrayContaining(["/v1/files", "/v1/tables/{table}/rows", "/v1/snapshots"]));
  const names = Object.values(paths).flatMap((path) =>
    Object.values(path).flatMap(({ operationId }) => operationId ?? []),
  );
  expect(names.length).toBeGreaterThan(25);
  expect(new Set(names).size).toBe(names.length);
});
