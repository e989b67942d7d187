import { isSame, type ProcessFacts, readProcess, type ReadProcess } from "./processes.ts";

/** Between two looks at the CLI. With `LAST_WORDS_MS` it stays below the 10 s in which the plugin must have stopped. */
const LOOK_MS = 2000;
/** From the abort to the hard end of this process: time to let go of sockets, not to act. */
const LAST_WORDS_MS = 4000;
/** Node, sh and the CLI; more is allowed for wrappers. */
const MAX_ANCESTORS = 8;
const EXIT_CODE = 70;

export interface WatchSurroundings {
  readonly pid: number;
  readonly read: ReadProcess;
  /** Calls back every `ms` until the answer is called; keeps no process alive. */
  every(ms: number, look: () => void): () => void;
  exit(code: number): void;
}

const surroundings: WatchSurroundings = {
  pid: process.pid,
  read: readProcess,
  every: (ms, look) => {
    const timer = setInterval(look, ms).unref();
    return () => clearInterval(timer);
  },
  exit: (code) => process.exit(code),
};

/**
 * The ancestors whose death ends our errand: up to the nearest Pulumi CLI, or the parent alone where none is found.
 * A plugin is `node`, started by `sh`, started by `pulumi`; killing `pulumi` leaves the other two behind.
 */
export function ancestorsToWatch(pid: number, read: ReadProcess): readonly ProcessFacts[] {
  const chain: ProcessFacts[] = [];
  let parentPid = read(pid)?.parentPid ?? 0;
  while (parentPid > 1 && chain.length < MAX_ANCESTORS) {
    const facts = read(parentPid);
    if (facts === undefined) break;
    chain.push(facts);
    if (facts.program === "pulumi") return chain;
    parentPid = facts.parentPid;
  }
  return chain.slice(0, 1);
}

/**
 * A signal that aborts within 2 s of the death of the CLI that this process works for; 4 s later the process itself
 * ends, should anything have ignored the signal. Linux reads /proc, other systems ask `ps`.
 */
export function watchCli(world: WatchSurroundings = surroundings): AbortSignal {
  const controller = new AbortController();
  const chain = ancestorsToWatch(world.pid, world.read);
  const stop = world.every(LOOK_MS, () => {
    if (chain.every((ancestor) => isSame(ancestor, world.read))) return;
    stop();
    controller.abort();
    const end = world.every(LAST_WORDS_MS, () => {
      end();
      world.exit(EXIT_CODE);
    });
  });
  return controller.signal;
}
