import { findOnPath } from "../../host/find-on-path.ts";
import type { Environment } from "../../host/environment.ts";
import { run } from "../../process/run.ts";

/** What kind needs, found on this machine. */
export interface KindTools {
  readonly kind: string;
  readonly docker: string;
  /** A node image that the Docker engine has. */
  readonly nodeImage: string;
}

/** kind, a Docker engine that answers and one of kind's node images in it; undefined where one of them is missing. */
export async function findKind(env: Environment): Promise<KindTools | undefined> {
  const [kind, docker] = ["kind", "docker"].map((name) => findOnPath(name, env["PATH"]));
  if (kind === undefined || docker === undefined) return undefined;
  const args = ["image", "ls", "--filter", "reference=kindest/node", "--format", "{{.Repository}}:{{.Tag}}"];
  const said = await run(docker, args, { env, timeoutSeconds: 10 });
  const nodeImage = newest(said.exitCode === 0 ? said.stdout.split("\n") : []);
  return nodeImage === undefined ? undefined : { kind, docker, nodeImage };
}

/** The client of the machine's Docker engine; by its bare name where it is missing, so that its use says so. */
export function dockerClient(env: Environment): string {
  return findOnPath("docker", env["PATH"]) ?? "docker";
}

/** The node image of the newest Kubernetes; untagged ones do not count. */
export function newest(images: readonly string[]): string | undefined {
  const tagged = images.map((line) => line.trim()).filter((line) => /:v\d/.test(line));
  return tagged.sort((a, b) => b.localeCompare(a, "en", { numeric: true }))[0];
}
