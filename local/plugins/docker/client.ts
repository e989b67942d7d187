import { existsSync } from "node:fs";
import type { Environment } from "../../host/environment.ts";
import { findOnPath } from "../../host/find-on-path.ts";

/** Debian's client: it has BuildKit without a plugin, which newer clients earlier on PATH may lack. */
const debianClient = "/usr/bin/docker";

/** The docker client that builds and pushes; undefined where there is none. */
export function dockerClient(env: Environment): string | undefined {
  return existsSync(debianClient) ? debianClient : findOnPath("docker", env["PATH"]);
}
