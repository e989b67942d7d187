import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createConnection, createServer, type Server, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { wayTo } from "../../../components/ledger/address.ts";
import type { LedgerInputs } from "../../../components/ledger/args.ts";
import { committedOf } from "../../../components/ledger/entry.ts";
import { microUsd } from "../../../components/ledger/money.ts";
import type { RunReport } from "../../../components/ledger/plan.ts";
import { PostgresStore } from "../../../components/ledger/postgres-store.ts";
import { type PostgresServer, startPostgres } from "../../support/postgres-server.ts";

const around = { access: {}, loopbackOnly: true };
const budget = { environment: "prod", team: "vision", kind: "month", limitMicroUsd: microUsd(10) } as const;
const ask = (run: string, usd: number, holder = "here") => ({
  ...{ run, job: run, model: "m", holder },
  wantedMicroUsd: microUsd(usd),
});
const told = (run: string, change: Partial<RunReport> = {}): RunReport => ({
  ...{ run, job: run, model: "m", holder: "here", open: false, worstCaseMicroUsd: 0, spentMicroUsd: 0 },
  ...{ billedMicroUsd: null, podIds: [], gpus: [], paidSeconds: 0, usedSeconds: 0 },
  ...change,
});

let server: PostgresServer;
let ledger: LedgerInputs;
let store: PostgresStore;
let made = 0;
const children: ChildProcess[] = [];

beforeAll(async () => {
  server = await startPostgres();
}, 600_000);
afterAll(() => server.remove());
beforeEach(async () => {
  ledger = await server.database(`ledger${++made}`);
  store = new PostgresStore(wayTo(ledger, around));
});
afterEach(() => children.splice(0).forEach((child) => child.kill("SIGKILL")));

const committed = async (): Promise<number> => committedOf((await store.read(budget)).entries) / 1e6;

/** A process of its own; `say` reads its next line. */
async function taker(run: string, usd: number, holder: string) {
  const file = new URL("../../support/ledger-taker.ts", import.meta.url).pathname;
  const order = JSON.stringify({ ledger, limitUsd: 10, usd, run, holder });
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", file, order], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  children.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const say = async (): Promise<string> => String((await lines.next()).value);
  expect(await say()).toBe("ready");
  return { child, say, go: () => child.stdin.write("go\n") };
}

describe("machines that race", () => {
  it("for the last dollars of a budget: exactly one of six processes wins", async () => {
    await store.reserve(budget, ask("before", 4));
    const racers = await Promise.all(["a", "b", "c", "d", "e", "f"].map((name) => taker(name, 6, name)));
    racers.forEach((racer) => racer.go());
    const verdicts = await Promise.all(racers.map((racer) => racer.say()));
    expect(verdicts.toSorted()).toEqual(["held", "refused", "refused", "refused", "refused", "refused"]);
    expect(await committed()).toBe(10);
  });

  it("make the tables together, and take what fits and no more: 3 of 40 at once", async () => {
    const stores = Array.from({ length: 40 }, () => new PostgresStore(wayTo(ledger, around)));
    const verdicts = await Promise.all(stores.map((one, n) => one.reserve(budget, ask(`run-${n}`, 3))));
    expect(verdicts.filter((one) => one.verdict === "held")).toHaveLength(3);
    expect(await committed()).toBe(9);
  });

  it("for the same run: one holds it, the other is told who, and it is counted once", async () => {
    const other = new PostgresStore(wayTo(ledger, around));
    const both = await Promise.all([
      store.reserve(budget, ask("same", 4, "here")),
      other.reserve(budget, ask("same", 4, "there")),
    ]);
    expect(both.map((one) => one.verdict).toSorted()).toEqual(["elsewhere", "held"]);
    expect(await committed()).toBe(4);
  });
});

describe("a controller that is killed", () => {
  it("between its reservation and its pod finds the money again, which nobody else got meanwhile", async () => {
    const first = await taker("killed", 6, "home");
    first.go();
    expect(await first.say()).toBe("held");
    first.child.kill("SIGKILL");
    await once(first.child, "exit");
    expect((await store.reserve(budget, ask("other", 5))).verdict).toBe("refused");
    const second = await taker("killed", 6, "home");
    second.go();
    expect(await second.say()).toBe("held");
    expect(await committed()).toBe(6);
    await store.report(budget, told("killed", { holder: "home" }));
    expect((await store.reserve(budget, ask("other", 5))).verdict).toBe("held");
  });

  it("in the middle of its transaction leaves nothing, and does not keep others waiting", async () => {
    await store.reserve(budget, ask("known", 1));
    const cut = await proxy(atReservation("cut"));
    const broken = new PostgresStore(wayTo({ ...ledger, controlUrl: cut.url }, around));
    await expect(broken.reserve(budget, ask("half", 6))).rejects.toMatchObject({ kind: "away" });
    cut.close();
    expect((await store.reserve(budget, ask("whole", 9))).verdict).toBe("held");
    expect(await committed()).toBe(10);
  });
});

it("finds what it took when the answer to its commit was lost", async () => {
  await store.reserve(budget, ask("known", 1));
  const lossy = await proxy(atReservation("lose-answer"));
  const unsure = new PostgresStore(wayTo({ ...ledger, controlUrl: lossy.url }, around));
  await expect(unsure.reserve(budget, ask("unsure", 6))).rejects.toMatchObject({ kind: "away" });
  lossy.close();
  await expect.poll(committed).toBe(7);
  expect((await store.reserve(budget, ask("unsure", 6))).verdict).toBe("held");
  expect(await committed()).toBe(7);
});

it("settles at what was spent, then at the bill, and keeps pods, times and GPUs", async () => {
  await store.reserve(budget, ask("one", 6));
  const facts = { podIds: ["p1"], gpus: ["NVIDIA L4"], paidSeconds: 100, usedSeconds: 80.5 };
  await store.report(budget, told("one", { ...facts, open: true, spentMicroUsd: microUsd(2) }));
  expect(await committed()).toBe(6);
  await store.report(budget, told("one", { ...facts, spentMicroUsd: microUsd(2.5) }));
  expect(await committed()).toBe(2.5);
  await store.report(budget, told("one", { ...facts, spentMicroUsd: microUsd(2.5), billedMicroUsd: microUsd(2.4) }));
  expect(await committed()).toBe(2.4);
  expect((await store.read(budget)).entries).toEqual([expect.objectContaining({ ...facts, state: "settled" })]);
  await store.reserve({ ...budget, team: "speech" }, ask("two", 1));
  await store.report({ ...budget, team: "speech" }, told("two", { open: true, podIds: ["p2", "p1"] }));
  expect([...(await store.knownPods())].toSorted()).toEqual(["p1", "p2"]);
});

it("keeps the budgets of teams and environments apart", async () => {
  await store.reserve(budget, ask("one", 9));
  expect((await store.reserve({ ...budget, team: "speech" }, ask("two", 9))).verdict).toBe("held");
  expect((await store.reserve({ ...budget, environment: "dev" }, ask("three", 9))).verdict).toBe("held");
  expect((await store.reserve(budget, ask("four", 9))).verdict).toBe("refused");
});

it("ends what a run holds of the budget that it came back to, and nothing of another", async () => {
  const end = (team: string) => store.report({ ...budget, team }, told("one"));
  for (const team of ["vision", "speech", "vision"]) {
    await store.reserve({ ...budget, team }, ask("one", 9));
    await end(team);
  }
  expect(await committed()).toBe(0);
});

it("reads a database without tables as an empty period, and makes none by reading", async () => {
  expect([(await store.read(budget)).entries, await store.knownPods()]).toEqual([[], new Set()]);
  expect((await store.read(budget)).entries).toEqual([]);
});

it("refuses a wrong password for good, and calls a server that is stopped away", async () => {
  const wrong = new PostgresStore(wayTo({ ...ledger, password: "wrong" }, around));
  await expect(wrong.read(budget)).rejects.toMatchObject({ kind: "refused" });
  await server.stop();
  await expect(store.reserve(budget, ask("one", 1))).rejects.toMatchObject({ kind: "away" });
  await server.start();
  expect((await store.reserve(budget, ask("one", 1))).verdict).toBe("held");
});

type Fate = "pass" | "cut" | "lose-answer";

/** Befalls the second commit of a store: the first one is that of its tables. */
function atReservation(fate: Fate): (chunk: string) => Fate {
  let commits = 0;
  return (chunk) => (chunk.includes("COMMIT") && ++commits === 2 ? fate : "pass");
}

/** A way to the server on which a message is cut before it arrives, or its answer is lost. */
async function proxy(fate: (chunk: string) => Fate): Promise<{ readonly url: string; readonly close: () => void }> {
  const sockets = new Set<Socket>();
  const listener: Server = createServer((client) => {
    const upstream = createConnection(server.port, "127.0.0.1");
    let deaf = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
    }
    const end = () => [client, upstream].forEach((socket) => socket.destroy());
    client.on("data", (chunk: Buffer) => {
      const what = fate(chunk.toString("latin1"));
      if (what === "cut") {
        end();
        return;
      }
      deaf ||= what === "lose-answer";
      upstream.write(chunk);
    });
    upstream.on("data", (chunk: Buffer) => {
      if (deaf) end();
      else client.write(chunk);
    });
    client.on("close", end);
    upstream.on("close", end);
  });
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  const address = listener.address();
  if (typeof address !== "object" || address === null) throw new Error("no address");
  const close = () => {
    listener.close();
    sockets.forEach((socket) => socket.destroy());
  };
  return { url: `postgres://127.0.0.1:${address.port}`, close };
}
