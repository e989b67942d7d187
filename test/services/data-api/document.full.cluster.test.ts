import { afterAll, beforeAll, expect, it } from "vitest";
import { DataApiDrill } from "../../support/data-api-drill.ts";
import { fuzz } from "../../support/schemathesis.ts";
import { newTable } from "./tables.ts";

let drill: DataApiDrill | undefined;
beforeAll(async () => {
  drill = await DataApiDrill.open("api-document-test");
}, 1_500_000);
afterAll(async () => {
  await drill?.close();
});

it("holds for whatever schemathesis makes of the document", { timeout: 1_200_000 }, async () => {
  if (drill === undefined) throw new Error("the service does not stand");
  const api = drill.client;
  await api.expect(201, "admin", "POST", "/v1/tables", { json: newTable("fuzz:rows") });
  const { exitCode, report, cases } = await fuzz(api.url, {
    ...{ token: api.tokens.admin, seconds: 900, seed: 1, phases: ["coverage", "fuzzing"] },
    without: ["deleteTable"],
  });
  expect(exitCode, report).toBe(0);
  expect(cases).toBeGreaterThan(200);
});
