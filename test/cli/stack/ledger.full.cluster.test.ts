import { resolve } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { storeAt } from "../../../cli/stack/ledger.ts";
import { committedOf } from "../../../components/ledger/entry.ts";
import { microUsd } from "../../../components/ledger/money.ts";
import type { LedgerOutput } from "../../../stacks/outputs.ts";
import { GroundBed, haveImages } from "../../support/ground-bed.ts";

const root = resolve(import.meta.dirname, "..", "..", "..");
const namespace = "ledger-test";
let ground: GroundBed;

beforeAll(async () => {
  await haveImages("postgres");
  ground = await GroundBed.open(namespace);
  await ground.program(program);
  await ground.bed.up();
});
afterAll(() => ground.close());

/** The ledger's database as a stack has it: behind walls, with what the stack puts out of it. */
const program = `
  import { Postgres, PostgresDatabase } from "${root}/components/postgres/index.ts";
  import { ledgerOutput } from "${root}/stacks/outputs.ts";
  const store = new Postgres("store", { namespace, image: imageOf("postgres"), storageGiB: 1 }, inside);
  export const ledger = ledgerOutput(new PostgresDatabase("ledger", { server: store.link }, inside));
`;

it("reaches the ledger of a stack through the cluster, with the password of its Secret", async () => {
  const ledger = JSON.parse((await ground.bed.ok(["stack", "output", "ledger", "--json"])).stdout) as LedgerOutput;
  expect(ledger).toMatchObject({ controlUrl: `kube://${namespace}/store:5432`, database: "ledger" });
  const { kubeconfig, context } = ground.bench.cluster;
  const around = { access: { kubeconfig, context }, loopbackOnly: true };
  const budget = { environment: "prod", team: "vision", kind: "month", limitMicroUsd: microUsd(10) } as const;
  const wish = { job: "a", model: "m", wantedMicroUsd: microUsd(6) };
  const machines = [await storeAt(ledger, namespace, around), await storeAt(ledger, namespace, around)];
  const both = await Promise.all(
    machines.map((store, n) => store.reserve(budget, { ...wish, run: `r${n}`, holder: `h${n}` })),
  );
  expect(both.map((made) => made.verdict).toSorted()).toEqual(["held", "refused"]);
  expect(committedOf((await machines[0]?.read(budget))?.entries ?? [])).toBe(microUsd(6));
});

it("finds it again when the server's pod has moved", async () => {
  const ledger = JSON.parse((await ground.bed.ok(["stack", "output", "ledger", "--json"])).stdout) as LedgerOutput;
  const { kubeconfig, context } = ground.bench.cluster;
  const store = await storeAt(ledger, namespace, { access: { kubeconfig, context }, loopbackOnly: true });
  const place = { environment: "prod", team: "vision", kind: "month" } as const;
  const before = (await store.read(place)).entries;
  expect(before).toHaveLength(1);
  await ground.bench.core.deleteNamespacedPod({ namespace, name: "store-0" });
  await expect
    .poll(async () => (await store.read(place).catch(() => undefined))?.entries, { timeout: 110_000, interval: 1_000 })
    .toEqual(before);
});
