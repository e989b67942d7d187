import { expect, it } from "vitest";
import { claimAnnotations } from "../../../components/lib/claims.ts";
import { artifactsClaim } from "../../../components/mlflow/render/artifacts-claim.ts";
import { planMLflow } from "../../../components/mlflow/plan.ts";
import { ownerLink } from "../links.ts";

it("says of a claim that it outlives the stack, where a policy can read it, and of no other", () => {
  expect(claimAnnotations(true)).toEqual({ "pulumi.com/skipAwait": "true", "trainyard/retain": "true" });
  expect(claimAnnotations(false)).toEqual({ "pulumi.com/skipAwait": "true" });
  const databases = { database: ownerLink("runs", "p"), authDatabase: ownerLink("users", "p") };
  const plan = planMLflow("track", { namespace: "lab", image: "i", ...databases, retain: true });
  expect(artifactsClaim(plan, "lab").metadata.annotations).toEqual(claimAnnotations(true));
});
