import type { Path } from "./paths.ts";
import type { PropertyMap } from "./values.ts";

type Awaitable<T> = T | Promise<T>;

/** What a provider is to the core: its own settings, and the kinds of resources that it makes. */
export interface ProviderKind {
  /** The package's name: `kubernetes`. */
  readonly name: string;
  /** The version of the npm package that it stands in for. */
  readonly version: string;
  /** What it covers, for the refusal of all else: "RandomId and RandomPassword". */
  readonly covers: string;
  /** Settings as they shall be kept. @default as they come */
  checkConfig?(settings: PropertyMap): Awaitable<Checked>;
  /** What changed settings mean. @default an update of the provider alone */
  diffConfig?(olds: PropertyMap, news: PropertyMap): Awaitable<Difference>;
  /** Called once, before any resource. Must be quick: connect later. */
  configure(settings: PropertyMap): Awaitable<void>;
  /** The kind of resource behind a type token; undefined refuses the type by name. */
  resource(type: string): ResourceKind | undefined;
}

/** The life cycle of one type of resource. Values come opened; what came in secret goes out secret at the same path. */
export interface ResourceKind {
  /** Fills in and judges inputs; also in previews, so unknowns occur. */
  check(call: CheckCall): Awaitable<Checked>;
  diff(call: DiffCall): Awaitable<Difference>;
  create(call: CreateCall): Awaitable<Created>;
  /** What is there now; undefined when it is gone. For an import there are neither inputs nor outputs. */
  read(call: ReadCall): Awaitable<Found | undefined>;
  update(call: UpdateCall): Awaitable<Updated>;
  /** Must succeed for what is gone. */
  delete(call: DeleteCall): Awaitable<void>;
}

/** One call about one resource. */
export interface Call {
  readonly urn: string;
  readonly type: string;
  /** The name in the program: the last part of the URN. */
  readonly name: string;
  /** Aborted when the user cancels (reason: {@link Cancelled}) or the custom timeout is over (reason: {@link TimedOut}). */
  readonly signal: AbortSignal;
  /** Writes a line that stays, on the resource. */
  log(severity: "debug" | "info" | "warning" | "error", message: string): void;
  /** Shows a line while the call lasts. */
  status(message: string): void;
}

export interface CheckCall extends Call {
  readonly news: PropertyMap;
  /** Inputs of the last time, if there was one. */
  readonly olds: PropertyMap | undefined;
  /** Same bytes for the same resource in preview and update: for names and generated values. */
  readonly seed: Uint8Array;
}

export interface DiffCall extends Call {
  readonly id: string;
  readonly news: PropertyMap;
  readonly oldInputs: PropertyMap;
  readonly oldOutputs: PropertyMap;
}

/** A call that may take long. */
export interface TimedCall extends Call {
  /** What the program allows with customTimeouts; undefined where it says nothing. */
  readonly timeoutSeconds: number | undefined;
}

export interface CreateCall extends TimedCall {
  readonly inputs: PropertyMap;
  /** True: change nothing, answer what would be; unknown where that is not known. */
  readonly preview: boolean;
}

export interface ReadCall extends TimedCall {
  readonly id: string;
  /** Empty for an import. */
  readonly inputs: PropertyMap;
  readonly outputs: PropertyMap;
  readonly isImport: boolean;
}

export interface UpdateCall extends TimedCall {
  readonly id: string;
  readonly inputs: PropertyMap;
  readonly oldInputs: PropertyMap;
  readonly oldOutputs: PropertyMap;
  readonly preview: boolean;
}

export interface DeleteCall extends TimedCall {
  readonly id: string;
  readonly inputs: PropertyMap;
  readonly outputs: PropertyMap;
}

export interface Checked {
  readonly inputs: PropertyMap;
  /** Non-empty: the update ends here. An empty property means the resource as a whole. */
  readonly failures?: readonly { readonly property: string; readonly reason: string }[];
}

/** One property that differs, and what that means. */
export interface Change {
  readonly path: Path;
  readonly kind: "add" | "delete" | "update";
  /** The resource must be made anew for it. @default false */
  readonly replaces?: boolean;
}

export interface Difference {
  readonly changes: readonly Change[];
  /** The old one must go before the new one can come. @default false */
  readonly deleteBeforeReplace?: boolean;
}

export interface Updated {
  readonly outputs: PropertyMap;
  /** Paths of outputs that are secret whatever the inputs were. */
  readonly secrets?: readonly Path[];
}

export interface Created extends Updated {
  /** Empty in a preview. */
  readonly id: string;
}

export interface Found extends Created {
  readonly inputs: PropertyMap;
}
