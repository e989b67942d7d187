import { expect, it } from "vitest";
import { previewDocument } from "../../../cli/plan/document.ts";
import type { Step } from "../../../cli/plan/engine-events.ts";
import { redact, secretsOf } from "../../../cli/review/redact.ts";

const prices = { source: "a page", date: "2026-11-01", kubernetes: {}, cloudflare: {} };
const seen = { prices, balanceUsd: undefined, warnings: ["the cluster does not run"] };

it("holds what changes and no value of it", () => {
  const secret: Step = {
    ...{ op: "update", urn: "u", type: "kubernetes:core/v1:Secret", name: "auth", diffs: ["data.key"] },
    ...{ inputs: { data: { key: "SENTINEL" } }, before: { data: { key: "SENTINEL before" } } },
  };
  const document = previewDocument(
    "prod",
    {
      ...{ steps: [secret], violations: [], changes: { update: 1 } },
      ...{ errors: ["SENTINEL"], said: ["the cluster was not asked"] },
    },
    seen,
  );
  expect(JSON.stringify(document)).not.toContain("SENTINEL");
  expect(document).toMatchObject({
    steps: [{ name: "auth", diffs: ["data.key"] }],
    warnings: ["the cluster does not run", "the cluster was not asked"],
  });
});

it("loses every secret of the process, the longer one first, and no other value", () => {
  const env = {
    RUNPOD_API_KEY: "rp-12345678",
    OTHER_TOKEN: "rp-12345678-longer",
    HOME: "/home/someone",
    SHORT_KEY: "1",
  };
  const given = { why: "sent rp-12345678-longer and rp-12345678", "rp-12345678": [1, null, "/home/someone"] };
  expect(redact(given, secretsOf(env))).toEqual({
    why: "sent [secret] and [secret]",
    "[secret]": [1, null, "/home/someone"],
  });
});
