import type { StackProof } from "../rule-proof.ts";
import { UNKNOWN } from "../rule-proof.ts";
import { deployment, kubernetes, networkVolume, trainingJob } from "../written.ts";

const plan = (worstCaseUsd: unknown, usdPerHour: unknown = 0.25) => ({ plan: { usdPerHour, worstCaseUsd } });
const many = (count: number) => Array.from({ length: count }, () => trainingJob(plan(0.5)));
const done = { ...plan(0.5), status: "succeeded" };
const claim = (name: unknown) => kubernetes("core/v1:PersistentVolumeClaim", { metadata: { name, namespace: "shop" } });
const mounts = (claimName: string) =>
  deployment({
    volumes: [
      { name: "data", persistentVolumeClaim: { claimName } },
      { name: "tmp", emptyDir: {} },
    ],
  });
const volume = networkVolume({}, { name: "corpus" });
const user = trainingJob({}, { name: "smoke", madeFrom: { volumeId: ["corpus"] } });

/** What proves the rules over a whole stack's money. */
export const stackProofs: Readonly<Record<string, StackProof>> = {
  "max-usd-per-update": {
    settings: { max: 1 },
    passes: [many(2), [...many(2), trainingJob(done)]],
    refuses: [[many(3), "the worst case of its jobs is 1.5 USD", "at most 1 USD"]],
    empty: { of: [{ ...trainingJob(), props: {} }], is: "refused" },
    unknown: [trainingJob(plan(UNKNOWN))],
  },
  "max-usd-per-month": {
    settings: { max: 1, prices: "dev.json" },
    passes: [[networkVolume()], [networkVolume(), trainingJob()]],
    refuses: [
      [[networkVolume({ usdPerMonth: 2 })], "what stands is 2 USD a month", "at most 1 USD a month"],
      [
        [{ type: "gcp:compute/instance:Instance", props: {}, name: "vm" }],
        "gcp:compute/instance:Instance",
        "a known price",
      ],
      [[kubernetes("helm.sh/v3:Release", { chart: "kafka" })], "helm.sh/v3:Release", "a known price"],
    ],
    empty: { of: [{ ...networkVolume(), props: {} }], is: "refused" },
    unknown: [networkVolume({ usdPerMonth: UNKNOWN })],
  },
  "max-usd-running": {
    settings: { max: 0.6, prices: "dev.json" },
    passes: [many(2), [...many(2), trainingJob(done)]],
    refuses: [[many(3), "all that runs at once is 0.75", "at most 0.6 USD an hour"]],
    empty: { of: [{ ...trainingJob(), props: {} }], is: "refused" },
    unknown: [trainingJob(plan(0.5, UNKNOWN))],
  },
  "update-within-balance": {
    settings: { balanceUsd: 1 },
    passes: [many(2), [trainingJob(done)]],
    refuses: [[many(3), "the worst case of its jobs is 1.50 USD", "the balance, 1.00 USD"]],
    empty: { of: [{ ...trainingJob(), props: {} }], is: "refused" },
    unknown: [trainingJob(plan(UNKNOWN))],
  },
  "known-balance": {
    passes: [[networkVolume()], [trainingJob(done)]],
    refuses: [[many(1), "the balance is not known"]],
    empty: { of: [{ ...trainingJob(), props: {} }], is: "refused" },
    unknown: [trainingJob({ status: UNKNOWN })],
  },
  "no-forgotten-volume": {
    passes: [[volume, user], [user]],
    refuses: [[[volume, trainingJob({}, { name: "other" })], 'NetworkVolume "corpus"', "is used by no job"]],
    empty: { of: [{ ...networkVolume(), props: {} }], is: "refused" },
    unknown: "reads no values",
  },
  "no-forgotten-claim": {
    passes: [[claim("data"), mounts("data")]],
    refuses: [
      [[claim("data"), mounts("other")], "is mounted by nothing", "at least one workload"],
      [[claim("data")], "PersistentVolumeClaim"],
    ],
    empty: { of: [kubernetes("core/v1:PersistentVolumeClaim", {})], is: "refused" },
    unknown: [claim(UNKNOWN)],
  },
};
