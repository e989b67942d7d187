import type { KubeAccess } from "../lib/kube-access.ts";
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
  /** Cluster of the stack, for records inside it. */
  readonly access: KubeAccess;
  /** One line for the person who watches. */
  log(line: string): void;
}

export function serviceOf(connection: Connection): RunpodService {
  return createService({ ...connection, userAgent: userAgent() });
}
