import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { volumeUsdPerMonth } from "../../components/lib/cost/storage.ts";
import { stopAddressesOf } from "../addresses/index.ts";
import type { Context } from "../context.ts";
import { Failure } from "../failure.ts";
import { compareInventories, inventory, type Leftover, ownLeftovers } from "../inventory.ts";
import { forgetInventory, inventoryBefore } from "../inventory-before.ts";
import { ensureLocal, stopLocal, testBedRuns } from "../local.ts";
import { withExample } from "../program.ts";
import { type Account, findLost, findPods, findVolumes, openAccount } from "../stack/account.ts";
import { readConfigured } from "../stack/configured.ts";
import { consent } from "../stack/consent.ts";
import { openSession, type Session } from "../stack/session.ts";
import { stackConfigFiles } from "../stack-config.ts";
import { runUpdate, updateFailure } from "../stack/update.ts";
import { endPods } from "../sweep/end.ts";
import { deleteThings } from "../sweep/things.ts";

/** What `down` found and did, for `--json`. */
interface Downed {
  readonly endedPods: readonly string[];
  /** Credentials and templates that no state knew. */
  readonly deleted: readonly string[];
  readonly keptVolumes: readonly { id: string; name: string; sizeGb: number; usdPerMonth: number }[];
}

/** `./yard down`: destroys the stack, ends every pod of ours, stops what `./yard` started, proves that nothing is left. */
export function register(program: Command, context: Context): void {
  const command = program
    .command("down")
    .description("destroy the stack, sweep, stop what ./yard started, and prove that nothing is left")
    .option("--delete-data", "also delete volumes that are marked to be kept (asks)", false);
  withExample(command, "./yard down", "./yard down -s prod --yes").action(async (options: { deleteData: boolean }) => {
    const { stack } = context.options();
    const { emulated } = readConfigured(stackConfigFiles(context, stack).committed, context.env);
    if (emulated && !existsSync(join(context.home, "local", "runpod"))) {
      await stopLocal(context, (line) => context.out.progress(line));
      const left = ownLeftovers(await inventory(context));
      context.out.document({ stack, endedPods: [], deleted: [], keptVolumes: [], left });
      if (left.length > 0) throw leftFailure(left);
      context.out.text(`nothing of stack ${stack} is known here, and nothing runs for this clone`);
      return;
    }
    const session = await openSession(context, "look");
    if (emulated) await ensureLocal(context, (line) => context.out.progress(line));
    if (session.configured.remote)
      await consent(context, `Destroy stack ${session.stack}?`, `stack ${session.stack}, a real RunPod account`);
    const account = await openAccount(context, session.toolchain);
    const given = options.deleteData ? await giveUpData(context, account, session.stack) : [];
    const downed = await takeDown(context, session, account, given);
    const local = emulated || session.configured.text("trainyard:kubernetes") === "local";
    const othersGoOn = !local && (await testBedRuns(context));
    if (othersGoOn) await stopAddressesOf(context, session.stack);
    else await stopLocal(context, (line) => context.out.progress(line));
    const left = othersGoOn ? [] : await leftovers(context);
    showKept(context, session, downed);
    context.out.document({ stack: session.stack, ...downed, left });
    if (left.length > 0) throw leftFailure(left);
    if (!othersGoOn) await forgetInventory(context);
    context.out.text(
      othersGoOn
        ? `nothing of stack ${session.stack} is left running or billed; the test bed of this clone goes on for its other stacks`
        : "nothing is left running or billed: pods, containers, processes, mounts, links, iptables and cgroups are as before",
    );
  });
}

/** Asks before anything is taken down for ever with its data. Answers with the ids of the volumes that may go. */
async function giveUpData(context: Context, account: Account, stack: string): Promise<readonly string[]> {
  const volumes = await findVolumes(account, stack);
  if (volumes.length === 0) return [];
  const names = volumes.map(({ name, size }) => `${name} (${size} GB)`).join(", ");
  await consent(context, `Delete the data on ${names} for ever?`, names);
  return volumes.map(({ id }) => id);
}

/** `given`: ids of the volumes that go with the stack, whatever it says of them. */
async function takeDown(
  context: Context,
  session: Session,
  account: Account,
  given: readonly string[],
): Promise<Downed> {
  const args = ["destroy", "--yes", "--skip-preview", "--suppress-progress"];
  let destroyed = await runUpdate(context, session, args);
  // Pods are ended whatever became of the state: a pod that only the account knows is billed all the same.
  const endedPods = await sweepAll(context, account, session.stack);
  // Such a pod also holds its volume, which can go now.
  if (destroyed.exitCode !== 0 && endedPods.length > 0) destroyed = await runUpdate(context, session, args);
  if (destroyed.exitCode !== 0) throw updateFailure(context, session, destroyed, "down");
  const lost = await findLost(context, session.toolchain, account, session.stack);
  await deleteThings(account.things, lost, (line) => context.out.progress(line));
  const volumes = await findVolumes(account, session.stack);
  for (const { id, name } of volumes.filter((volume) => given.includes(volume.id))) {
    await account.things.volumes.remove(id);
    context.out.text(`deleted volume ${name} (${id})`);
  }
  const kept = volumes.filter((volume) => !given.includes(volume.id));
  return {
    endedPods,
    deleted: lost.map(({ id }) => id),
    keptVolumes: kept.map(({ id, name, size, type }) => {
      return { id, name, sizeGb: size, usdPerMonth: volumeUsdPerMonth(size, type) };
    }),
  };
}

/** Every pod with our name and token, whoever left it; then proof that the account shows none. */
async function sweepAll(context: Context, account: Account, stack: string): Promise<readonly string[]> {
  const say = (line: string) => context.out.progress(line);
  const ours = (await findPods(context, account, stack)).filter((found) => found.standing !== "foreign");
  const ended = await endPods({ service: account.service, home: context.home }, ours, say);
  const still = (await findPods(context, account, stack)).filter(
    ({ standing, pod }) => standing !== "foreign" && pod.status !== "TERMINATED",
  );
  if (still.length === 0) return ended;
  throw new Failure({
    what: "pods of this stack are still there and billed",
    on: still.map(({ pod }) => `${pod.id} (${pod.name})`).join(", "),
    why: "they appeared again or were not ended",
    todo: "make sure that no other ./yard up of this stack runs, then run ./yard down again",
  });
}

/** What is on this machine now and was not before the first `up`; where nobody took stock then, what works for this clone. */
async function leftovers(context: Context): Promise<readonly Leftover[]> {
  const before = await inventoryBefore(context);
  const now = await inventory(context);
  return before === undefined ? ownLeftovers(now) : compareInventories(before, now);
}

function showKept(context: Context, session: Session, { keptVolumes, endedPods }: Downed): void {
  if (endedPods.length > 0) context.out.text(`ended and proved gone: ${endedPods.join(", ")}`);
  for (const { id, name, sizeGb, usdPerMonth } of keptVolumes) {
    context.out.text(
      `kept volume ${name} (${id}, ${sizeGb} GB): $${usdPerMonth.toFixed(2)} a month; delete it with ./yard down -s ${session.stack} --delete-data`,
    );
  }
}

function leftFailure(left: readonly Leftover[]): Failure {
  return new Failure({
    what: "something is left that was not there before ./yard up",
    on: [...new Set(left.map(({ kind }) => kind))].join(", "),
    why: left.map(({ kind, item }) => `${kind}: ${item}`).join("\n"),
    todo: "end it if it is Trainyard's, then run ./yard down again; what others started meanwhile is forgotten by deleting .trainyard/local/inventory-before.json",
  });
}
