import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parse, stringify } from "yaml";
import { z } from "zod";
import type { Locations } from "./context.ts";
import { exitCodes } from "./exit-codes.ts";
import { Failure } from "./failure.ts";

/** A value of the stack configuration, as YAML has it. */
export type ConfigValue =
  string | number | boolean | null | { readonly [key: string]: ConfigValue } | readonly ConfigValue[];

/** Values that `./yard` adds, under their full keys: `trainyard:trainerImage`. */
export type GeneratedConfig = Readonly<Record<string, ConfigValue | undefined>>;

const stackFile = z.looseObject({
  config: z.record(z.string(), z.unknown()).nullish(),
  encryptionsalt: z.string().optional(),
  encryptedkey: z.string().optional(),
  secretsprovider: z.string().optional(),
});

/** Where a stack's committed configuration lies, and where the merged copy goes. */
export function stackConfigFiles(site: Pick<Locations, "root" | "home">, stack: string) {
  return {
    committed: join(site.root, `Pulumi.${stack}.yaml`),
    merged: join(site.home, "config", `Pulumi.${stack}.yaml`),
  };
}

/**
 * The text that Pulumi reads: the committed file, plus generated values for the keys that it leaves open (the user's word
 * wins), plus the salt of the last merged copy unless the committed file says how its secrets are kept.
 */
export function mergeStackConfig(committed: string, generated: GeneratedConfig, previous: string | undefined): string {
  const own = stackFile.parse(parse(committed) ?? {});
  const last = previous === undefined ? undefined : stackFile.safeParse(parse(previous) ?? {}).data;
  const given = Object.fromEntries(Object.entries(generated).filter(([, value]) => value !== undefined));
  const salt = keepsSecrets(own) ? undefined : last?.encryptionsalt;
  const merged = {
    ...own,
    ...(salt === undefined ? {} : { encryptionsalt: salt }),
    config: { ...given, ...own.config },
  };
  return stringify(merged, { lineWidth: 0 });
}

/** The file says by itself how its secrets are kept. */
const keepsSecrets = ({ encryptionsalt, encryptedkey, secretsprovider }: z.infer<typeof stackFile>): boolean =>
  [encryptionsalt, encryptedkey, secretsprovider].some((value) => value !== undefined);

/**
 * The file of which the CLI can read a stack's secrets: the committed one, for the merged copy is of the last update, and a new
 * clone has none; the copy where only it has the salt.
 */
export function fileOfSecrets(site: Pick<Locations, "root" | "home">, stack: string): string {
  const { committed, merged } = stackConfigFiles(site, stack);
  const own = stackFile.safeParse(parse(readFileSync(committed, "utf8")) ?? {}).data;
  return own !== undefined && keepsSecrets(own) ? committed : merged;
}

/** Writes the merged copy of a stack's configuration and answers with its path, for `--config-file`. */
export async function writeStackConfig(
  site: Pick<Locations, "root" | "home">,
  stack: string,
  generated: GeneratedConfig,
): Promise<string> {
  const { committed, merged } = stackConfigFiles(site, stack);
  if (!existsSync(committed)) {
    throw new Failure(
      {
        what: `there is no stack "${stack}"`,
        on: committed,
        why: "the file does not exist",
        todo: `create it (Pulumi.dev.yaml is an example), or choose another stack with -s`,
      },
      exitCodes.usage,
    );
  }
  const previous = existsSync(merged) ? await readFile(merged, "utf8") : undefined;
  const text = mergeOrFail(committed, await readFile(committed, "utf8"), generated, previous);
  await mkdir(dirname(merged), { recursive: true });
  const aside = `${merged}.aside-${randomUUID()}`; // two commands may write it at once
  await writeFile(aside, text, { mode: 0o600 });
  await rename(aside, merged);
  return merged;
}

function mergeOrFail(file: string, text: string, generated: GeneratedConfig, previous: string | undefined): string {
  try {
    return mergeStackConfig(text, generated, previous);
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    throw new Failure(
      { what: "the stack configuration cannot be read", on: file, why, todo: "correct the YAML" },
      exitCodes.usage,
    );
  }
}
