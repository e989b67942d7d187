import type { Prices } from "../../components/lib/cost/prices.ts";
import type { Context } from "../context.ts";
import { closing, findGaps, tellGaps } from "../stack/gaps.ts";
import { refuseLostImages } from "../stack/pushed-image.ts";
import type { Session } from "../stack/session.ts";
import { upstreamOf } from "../stack/upstream.ts";
import { stackConfigFiles } from "../stack-config.ts";
import { balanceOf } from "./balance.ts";
import type { ToldPreview } from "./preview.ts";
import { pricesOf } from "./prices.ts";

/** What a preview is told, and by which prices its costs are shown. */
export type Prepared = ToldPreview & { readonly prices: Prices };

/** What a preview of a stack is told. Warns of what it will not see. */
export async function preparePreview(context: Context, session: Session): Promise<Prepared> {
  context.out.progress(`preview of stack ${session.stack} with the policy packs`);
  await refuseLostImages(upstreamOf(session.configured), stackConfigFiles(context, session.stack).committed);
  const gaps = await findGaps(context, session);
  for (const line of tellGaps(gaps)) context.out.warn(line);
  const { prices, warning } = pricesOf(context.root, session.stack, Date.now());
  if (warning !== undefined) context.out.warn(warning);
  return { flags: closing(gaps), balanceUsd: await balanceOf(context, session), prices };
}
