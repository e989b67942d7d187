import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type Docker from "dockerode";
import { inTime } from "../../components/lib/in-time.ts";
import type { Environment } from "../context.ts";

/** A Docker engine that answers. */
export interface Engine {
  /** As in DOCKER_HOST: `unix:///path` or `tcp://host:port`. */
  readonly host: string;
  readonly docker: Docker;
  readonly version: string;
  /** "given": DOCKER_HOST; "system": runs on this machine anyway; "private": started by ./yard. */
  readonly origin: "given" | "system" | "private";
}

/** The sockets where an engine of this machine would listen. */
export function systemSockets(): string[] {
  return ["/var/run/docker.sock", join(homedir(), ".docker", "run", "docker.sock")];
}

/** The engine at an address, or why it does not answer. */
export async function connect(host: string, origin: Engine["origin"]): Promise<Engine | { readonly refused: string }> {
  try {
    const docker = await client(host);
    const answer = await inTime(docker.version(), 5000);
    return { host, docker, version: answer.Version, origin };
  } catch (error) {
    return { refused: error instanceof Error ? error.message : String(error) };
  }
}

/** The engine of the user or of the machine, if one answers; `refused` names a DOCKER_HOST that does not. */
export async function findEngine(
  env: Environment,
): Promise<Engine | { readonly refused: string; readonly given: string | undefined }> {
  const given = env["DOCKER_HOST"];
  if (given !== undefined && given !== "") {
    const engine = await connect(given, "given");
    return "docker" in engine ? engine : { ...engine, given };
  }
  let refused = "no socket of an engine";
  for (const socket of systemSockets().filter((file) => existsSync(file))) {
    const engine = await connect(`unix://${socket}`, "system");
    if ("docker" in engine) return engine;
    refused = `${socket}: ${engine.refused}`;
  }
  return { refused, given: undefined };
}

/** What to do about an engine that is there and refuses this user; undefined where it refused for another reason. */
export function rightToEngine(refused: string): string | undefined {
  if (!refused.includes("EACCES")) return undefined;
  return "let this user use it (sudo usermod -aG docker $USER, then log in again), or run as root";
}

/** True of an engine that listens and did not answer in time, as on a busy machine. */
export const isSilent = (refused: string): boolean => refused.startsWith("no answer within");

/** Its package is loaded where an engine is asked only: it brings an SSH client, which starts slower than `./yard` itself. */
async function client(host: string): Promise<Docker> {
  const { default: Docker } = await import("dockerode");
  if (host.startsWith("unix://")) return new Docker({ socketPath: host.slice("unix://".length) });
  return new Docker(); // docker-modem reads DOCKER_HOST, DOCKER_TLS_VERIFY and DOCKER_CERT_PATH itself
}
