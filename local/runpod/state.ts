import { randomBytes } from "node:crypto";
import { idOf } from "./ids.ts";
import type {
  AccountKeys,
  Cloud,
  Level,
  PodRecord,
  RegistryRecord,
  SecretRecord,
  Template,
  VolumeRecord,
} from "./records.ts";
import type { EmulatorSettings } from "./settings.ts";
import type { StateStore } from "./store.ts";

/** A later rule wins over an earlier one and over the table. */
export interface StockRule {
  readonly gpu: string;
  readonly cloud?: Cloud | undefined;
  readonly dataCenter?: string | undefined;
  readonly level: Level;
}

/** Everything that outlives the process, besides logs and files. */
export interface Snapshot {
  readonly version: 1;
  readonly seed: string;
  /** Ids given so far. */
  ids: number;
  /** Balance before all usage ever recorded here, in USD. */
  creditUsd: number;
  readonly keys: AccountKeys;
  readonly pods: PodRecord[];
  readonly volumes: VolumeRecord[];
  templates: Template[];
  registries: RegistryRecord[];
  secrets: SecretRecord[];
  sshKeys: string[];
  readonly stock: StockRule[];
}

/** The snapshot, the ids, and the way to disk. */
export class State {
  readonly data: Snapshot;
  readonly #store: StateStore | undefined;
  readonly #failed: (error: unknown) => void;
  #dirty = false;
  /** A save is on its way. */
  #queued = false;

  /** @param failed told when the snapshot could not be saved; it stays due. */
  constructor(
    store: StateStore | undefined,
    settings: EmulatorSettings,
    seed: number | undefined,
    failed: (error: unknown) => void,
  ) {
    this.#store = store;
    this.#failed = failed;
    const saved = store?.load();
    if (saved !== undefined) {
      this.data = parseSnapshot(saved);
      return;
    }
    this.data = firstSnapshot(settings, seed === undefined ? randomBytes(16).toString("hex") : String(seed));
    this.changed();
  }

  /** A new id that no restart gives again. */
  newId(length = 14): string {
    this.changed();
    return idOf(this.data.seed, this.data.ids++, length);
  }

  /** Saves soon: at the latest before the answer to the request that changed it. */
  changed(): void {
    this.#dirty = true;
    if (this.#queued || this.#store === undefined) return;
    this.#queued = true;
    queueMicrotask(() => this.flush());
  }

  flush(): void {
    this.#queued = false;
    if (!this.#dirty || this.#store === undefined) return;
    try {
      this.#store.save(JSON.stringify(this.data));
      this.#dirty = false;
    } catch (error) {
      this.#failed(error); // the next request tries again, and so does the end
    }
  }
}

function parseSnapshot(text: string): Snapshot {
  const snapshot = JSON.parse(text) as Snapshot;
  // The file is ours, but a later version of the emulator may have written it.
  if ((snapshot.version as number) !== 1)
    throw new Error(
      `the saved state has version ${snapshot.version}, this emulator reads version 1; delete the state directory`,
    );
  return snapshot;
}

function firstSnapshot(settings: EmulatorSettings, seed: string): Snapshot {
  const key = (n: number) => idOf(`${seed}:keys`, n, 32);
  const keys = settings.keys ?? {
    apiKey: `rpa_${key(0)}`,
    readOnlyApiKey: `rpa_${key(1)}`,
    s3AccessKey: `user_${key(2)}`,
    s3SecretKey: `rps_${key(3)}`,
  };
  const empty = { pods: [], volumes: [], templates: [], registries: [], secrets: [], sshKeys: [], stock: [] };
  return { version: 1, seed, ids: 0, creditUsd: settings.balanceUsd, keys, ...empty };
}
