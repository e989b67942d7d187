import { describe, expect, it } from "vitest";
import { rules } from "../../../policies/security/rules.ts";
import { noSecretInEnv } from "../../../policies/security/rules/no-secret-in-env.ts";
import { proveRules, said } from "../rule-proof.ts";
import { withContainer } from "../written.ts";
import { contentProofs } from "./contents.ts";
import { podProofs } from "./pods.ts";
import { rightProofs } from "./rights.ts";

describe("the rules of policies/security", () => {
  proveRules(rules, { ...podProofs, ...contentProofs, ...rightProofs });

  it("never repeat the secret that they found", async () => {
    const env = [{ name: "API_KEY", value: "hunter2hunter2" }];
    expect((await said(noSecretInEnv, withContainer({ env }))).join()).not.toContain("hunter2");
  });
});
