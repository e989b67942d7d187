import { homedir } from "node:os";
import { join, resolve } from "node:path";
import type { Environment } from "../local/host/environment.ts";
import type { Output } from "./output.ts";

export type { Environment };

/** Where things lie on this machine. */
export interface Locations {
  /** The project root: the folder of Pulumi.yaml. */
  readonly root: string;
  /** TRAINYARD_HOME: state, runs, local test bed of this clone. */
  readonly home: string;
  /** What several clones share and a later run may find again: toolchain, engine data, base image. */
  readonly cache: string;
}

/** The options that every command takes. */
export interface GlobalOptions {
  /** Name of the Pulumi stack. */
  readonly stack: string;
  readonly json: boolean;
  /** Do not ask; required for real accounts when nobody can be asked. */
  readonly yes: boolean;
}

/** All that a command gets from outside. */
export interface Context extends Locations {
  readonly env: Environment;
  readonly out: Output;
  /** The global options; only valid inside an action. */
  options(): GlobalOptions;
  /**
   * Aborts at the first ^C (or SIGTERM). A command that has something to finish listens to it and throws a Failure with
   * exit code 130; the second ^C ends the process at once.
   */
  readonly interrupted: AbortSignal;
}

/** Folder names from the environment: TRAINYARD_HOME, XDG_CACHE_HOME, HOME. */
export function locate(root: string, env: Environment): Locations {
  const home = env["TRAINYARD_HOME"];
  const xdgCache = env["XDG_CACHE_HOME"];
  return {
    root,
    home: home === undefined || home === "" ? join(root, ".trainyard") : resolve(home),
    cache: join(xdgCache === undefined || xdgCache === "" ? join(homedir(), ".cache") : resolve(xdgCache), "trainyard"),
  };
}
