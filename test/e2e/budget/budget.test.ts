import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { wayTo } from "../../../components/ledger/address.ts";
import type { LedgerInputs } from "../../../components/ledger/args.ts";
import { PostgresStore } from "../../../components/ledger/postgres-store.ts";
import { Bed } from "../../support/e2e-bed.ts";
import { type Clone, makeClone } from "../../support/e2e-clone.ts";
import { pythonImage, script, stackOf } from "../../support/e2e-stack.ts";
import { type PostgresServer, startPostgres } from "../../support/postgres-server.ts";

let server: PostgresServer;
let ledger: LedgerInputs;
let clone: Clone;
let beds: Bed[] = [];
beforeAll(async () => {
  server = await startPostgres();
  ledger = await server.database("ledger");
  clone = await makeClone();
  beds = [await Bed.open(clone, "budgeta"), await Bed.open(clone, "budgetb")];
  await program();
});
afterAll(async () => {
  for (const bed of beds) {
    await bed.destroy();
    await bed.close();
  }
  await clone.remove();
  await server.remove();
});

/** A program of its own: one job that goes on for long, paid from a budget in a server that it does not make. */
async function program(): Promise<void> {
  const image = await pythonImage();
  const { password: _password, ...address } = ledger;
  const text = `
import * as pulumi from "../components/lib/pulumi.ts";
import { TrainingJob } from "../components/training-job/index.ts";
const job = new TrainingJob("smoke", {
  image: ${JSON.stringify(image)}, imageTag: "e2e", command: ${JSON.stringify(script({ seconds: 900 }))},
  candidates: [{ gpu: "NVIDIA RTX A4000", cloud: "SECURE" }], wait: "started",
  maxUsd: 0.5, maxUsdPerHour: 0.4, maxDurationMinutes: 60,
  budget: {
    limitUsd: 0.9, team: "vision", environment: "prod",
    ledger: { ...${JSON.stringify(address)}, password: pulumi.secret(process.env["LEDGER_PASSWORD"] ?? "") },
  },
});
export const { charged, status, podIds } = job;
`;
  await writeFile(join(clone.root, "stacks", "index.ts"), text);
  for (const bed of beds) await bed.configure(stackOf(image, []));
}

const up = (bed: Bed) => bed.yard(["up"], { LEDGER_PASSWORD: ledger.password });
const entries = async () => {
  const store = new PostgresStore(wayTo(ledger, { access: {}, loopbackOnly: true }));
  const { entries: all } = await store.read({ environment: "prod", team: "vision", kind: "month" });
  return all.map((entry) => entry.state);
};

/** Everything below the home of a bed. */
async function kept(bed: Bed): Promise<string> {
  const found = await readdir(bed.home, { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return (await Promise.all(files.map((file) => readFile(file, "latin1").catch(() => "")))).join("\n");
}

it("lets exactly one of two machines have the last dollars, and the other once they are given back", async () => {
  const ends = await Promise.all(beds.map((bed) => up(bed)));
  expect(ends.map((end) => end.exitCode).toSorted(), ends.map((end) => end.output).join("\n")).toEqual([0, 3]);
  const won = ends.findIndex((end) => end.exitCode === 0);
  const [winner, loser] = [beds[won] as Bed, beds[1 - won] as Bed];
  const [told, refusal] = [ends[won]?.output ?? "", ends[1 - won]?.output ?? ""];
  expect(told).toContain("warning: 50 % of the budget is spent or taken");
  expect(refusal).toContain("the run does not fit in the budget, so nothing was created");
  expect(refusal).toContain("$0.500 may be needed, $0.400 of $0.900 is left");
  expect([(await winner.account.livePods()).length, (await loser.account.livePods()).length]).toEqual([1, 0]);
  expect(await entries()).toEqual(["held"]);

  await winner.pulumiOk(["destroy", "--yes", "--skip-preview"], { LEDGER_PASSWORD: ledger.password });
  expect(await entries()).toEqual(["settled"]);
  const second = await up(loser);
  expect([second.exitCode, second.output]).toEqual([0, expect.stringContaining("is taken for this run")]);
  expect((await entries()).toSorted()).toEqual(["held", "settled"]);

  for (const text of [told, refusal, await kept(winner), await kept(loser)])
    expect(text).not.toContain(ledger.password);
});

it("starts nothing while the ledger is away, with exit code 3, and says how to go on", async () => {
  const bed = beds.find((one) => one.stack === "budgeta") as Bed;
  await bed.destroy();
  await server.stop();
  const { exitCode, output } = await up(bed);
  await server.start();
  expect([exitCode, output]).toEqual([3, expect.stringContaining("the budget's ledger cannot be asked")]);
  expect(output).toContain("take trainyard:budget out of the stack's configuration");
  expect(await bed.account.livePods()).toEqual([]);
});
