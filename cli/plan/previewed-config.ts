import { readFile } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import { parse } from "yaml";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import type { Session } from "../stack/session.ts";

type Judged = Pick<Session, "stack" | "configFile">;

/** The values that the program gets now; the salt beside them, which the CLI writes there by itself, is none. */
export async function previewedConfig({ configFile }: Judged): Promise<unknown> {
  const file = parse(await readFile(configFile, "utf8")) as { readonly config?: unknown } | null;
  return file?.config;
}

/**
 * Throws a Failure where the program would get other values than those that were previewed and judged: every command of this
 * clone writes them into one file, also one that runs while somebody is asked.
 */
export async function refuseOtherConfig(session: Judged, previewed: unknown): Promise<void> {
  if (isDeepStrictEqual(await previewedConfig(session), previewed)) return;
  throw new Failure(
    {
      what: "the configuration is not what was previewed; nothing was changed",
      on: `stack ${session.stack}`,
      why: `another command wrote other values into ${session.configFile} meanwhile, and no policy has judged them`,
      todo: "run it again: it previews what is configured now",
    },
    exitCodes.refused,
  );
}
