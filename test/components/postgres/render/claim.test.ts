import { expect, it } from "vitest";
import { planPostgres } from "../../../../components/postgres/plan.ts";
import { claim } from "../../../../components/postgres/render/claim.ts";
import { backedUpClaim } from "../../../../policies/reliability/rules/backed-up-claim.ts";
import { saidOfStack } from "../../../policies/rule-proof.ts";
import { cronJob, kubernetes, statefulSet } from "../../../policies/written.ts";

it("names the CronJob that backs its data up, as the rule backed-up-claim reads it", async () => {
  const plan = planPostgres("orders", { namespace: "shop", image: "pg", storageGiB: 1 });
  const data = kubernetes("core/v1:PersistentVolumeClaim", { ...claim(plan, "data", 1, "shop") });
  const server = statefulSet({ volumes: [{ name: "d", persistentVolumeClaim: { claimName: "orders-data" } }] });
  const { props, ...rest } = cronJob();
  const dump = { ...rest, props: { ...props, metadata: { name: "orders-dump", namespace: "shop" } } };
  expect(await saidOfStack(backedUpClaim, [data, server, dump])).toEqual([]);
  expect(await saidOfStack(backedUpClaim, [data, server])).toHaveLength(1);
});
