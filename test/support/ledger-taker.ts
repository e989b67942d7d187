import { createInterface } from "node:readline";
import type { LedgerInputs } from "../../components/ledger/args.ts";
import { wayTo } from "../../components/ledger/address.ts";
import { microUsd } from "../../components/ledger/money.ts";
import { PostgresStore } from "../../components/ledger/postgres-store.ts";

/** A machine of its own that wants money for one run: told `go` on stdin it asks, says what it got, and then waits to be ended. */
const order = JSON.parse(process.argv[2] ?? "") as {
  readonly ledger: LedgerInputs;
  readonly limitUsd: number;
  readonly usd: number;
  readonly run: string;
  readonly holder: string;
};
const store = new PostgresStore(wayTo(order.ledger, { access: {}, loopbackOnly: true }));
const budget = {
  ...({ environment: "prod", team: "vision", kind: "month" } as const),
  limitMicroUsd: microUsd(order.limitUsd),
};
const { run, holder } = order;
process.stdout.write("ready\n");
for await (const line of createInterface({ input: process.stdin })) {
  if (line !== "go") continue;
  const made = await store.reserve(budget, { run, job: run, model: "m", holder, wantedMicroUsd: microUsd(order.usd) });
  process.stdout.write(`${made.verdict}\n`);
}
