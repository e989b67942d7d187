import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createService } from "../runpod/api.ts";
import { type Connection, userAgent } from "../runpod/connection.ts";
import type { RunpodService } from "../runpod/service.ts";

/** What all jobs of a process share. */
export interface Station {
  readonly connection: Connection;
  readonly service: RunpodService;
  /** TRAINYARD_HOME, absolute. */
  readonly home: string;
  readonly owner: string;
  /** Aborts when the CLI that this process works for died. */
  readonly signal: AbortSignal;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** One line for the person who watches. */
  log(line: string): void;
}

export function serviceOf(connection: Connection): RunpodService {
  return createService({ ...connection, userAgent: userAgent() });
}

/** The ownership token of this home, made once; `configured` (trainyard:owner) overrides it. */
export function ownerOf(home: string, configured: string | undefined): string {
  if (configured !== undefined && configured !== "") return configured;
  const path = join(home, "owner");
  mkdirSync(dirname(path), { recursive: true });
  try {
    writeFileSync(path, `${randomUUID()}\n`, { mode: 0o600, flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return readFileSync(path, "utf8").trim();
}
