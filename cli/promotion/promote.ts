import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { balanceOf } from "../plan/balance.ts";
import { previewStack } from "../plan/preview.ts";
import { pricesOf } from "../plan/prices.ts";
import { renderPlan } from "../plan/render.ts";
import { closing, findGaps } from "../stack/gaps.ts";
import { openSession } from "../stack/session.ts";
import { stackConfigFiles } from "../stack-config.ts";
import { ensureToolchain } from "../toolchain/index.ts";
import type { Gate } from "./gates.ts";
import { readHistory } from "./history.ts";
import { keep } from "./keep.ts";
import { planPromotion } from "./plan.ts";
import { readStackAt, tagOfSources } from "./stack-at.ts";
import { imagesIn, withImages } from "./stack-file.ts";

/** What a promotion did. */
export interface Promotion {
  readonly gates: readonly Gate[];
  /** References by image that the target has from now on; empty where it had them already. */
  readonly changed: Readonly<Record<string, string>>;
}

/** Moves the digests that stack `from` runs into the configuration of stack `to`, once every gate is passed. */
export async function promote(context: Context, from: string, to: string): Promise<Promotion> {
  const [fromText, toText] = [await textOf(context, from), await textOf(context, to)];
  const toolchain = await ensureToolchain(context, (line) => context.out.progress(line));
  const base = imagesIn(fromText)["base"];
  const source = {
    name: from,
    at: await readStackAt(context, toolchain, from),
    history: await historyOf(context, from),
  };
  const at = await readStackAt(context, toolchain, to);
  const target = { name: to, at, history: await historyOf(context, to), images: imagesIn(toText) };
  const plan = planPromotion(source, target, {
    tagOf: (name) => tagOfSources(context, name, base),
    now: new Date().toISOString(),
  });
  for (const { gate, problem } of plan.gates) context.out.text(`  ${problem === undefined ? "ok" : "no"}  ${gate}`);
  refuseClosed(plan.gates, from, to);
  if (Object.keys(plan.changed).length === 0) return plan;
  await previewTarget(context, to, plan.images);
  await keep(context.root, to, { read: toText, text: withImages(toText, plan.images), entries: plan.entries });
  return plan;
}

const historyOf = ({ root }: Context, stack: string) => readHistory(root, stack);

/** The last gate: the target's own preview with the packs, with the images in it that it would get. Writes nothing that stays. */
async function previewTarget(context: Context, stack: string, images: Readonly<Record<string, string>>): Promise<void> {
  const there: Context = { ...context, options: () => ({ ...context.options(), stack }) };
  const session = await openSession(there, "preview");
  const folder = mkdtempSync(join(tmpdir(), "trainyard-promote-"));
  try {
    const configFile = join(folder, `Pulumi.${stack}.yaml`);
    writeFileSync(configFile, withImages(readFileSync(session.configFile, "utf8"), images), { mode: 0o600 });
    context.out.progress(`preview of stack ${stack} with these images and the policy packs`);
    const told = { flags: closing(await findGaps(there, session)), balanceUsd: await balanceOf(there, session) };
    const events = await previewStack(there, { ...session, configFile }, told);
    context.out.text(renderPlan(events, pricesOf(context.root, stack, Date.now()).prices));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function refuseClosed(gates: readonly Gate[], from: string, to: string): void {
  const closed = gates.filter(({ problem }) => problem !== undefined);
  if (closed.length === 0) return;
  throw new Failure(
    {
      what: "not promoted: a gate is closed; nothing was changed",
      on: `from stack ${from} to stack ${to}`,
      why: closed.map(({ gate, problem }) => `not so: ${gate}: ${problem ?? ""}`).join("\n"),
      todo: `mend it in ${from} (./yard up -s ${from}), then promote again`,
    },
    exitCodes.refused,
  );
}

async function textOf(context: Context, stack: string): Promise<string> {
  const file = stackConfigFiles(context, stack).committed;
  return readFile(file, "utf8").catch(() => {
    const why = "the file does not exist";
    const todo = "name a stack that has one";
    throw new Failure({ what: `there is no stack "${stack}"`, on: file, why, todo }, exitCodes.usage);
  });
}
