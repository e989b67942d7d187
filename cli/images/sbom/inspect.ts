import { dockerClient } from "../../../local/plugins/docker/client.ts";
import { lastLines, run } from "../../../local/process/run.ts";
import type { Engine } from "../../engine/endpoint.ts";
import { Failure } from "../../failure.ts";
import type { Site } from "../../toolchain/index.ts";
import {
  type InstalledPackage,
  listDistributions,
  parseDistributions,
  parseDpkgStatus,
  parseJarLock,
  parseNpmLock,
} from "./packages.ts";

const python = "/opt/venv/bin/python3";
const npmRecord = "/opt/app/node_modules/.package-lock.json";
const jarRecords = "/opt/*/jars.lock";

/** What the package managers of an image have recorded, read in a container without network. */
export async function installedPackages(
  engine: Engine,
  site: Site,
  image: string,
): Promise<readonly InstalledPackage[]> {
  const command = dockerClient(site.env) ?? "docker";
  const client: Client = { command, env: { ...site.env, DOCKER_HOST: engine.host } };
  const debian = parseDpkgStatus(await inside(client, image, "cat /var/lib/dpkg/status"));
  const listed = await inside(client, image, `! [ -x ${python} ] || exec ${python} -c "$1"`, listDistributions);
  const node = await inside(client, image, `! [ -e ${npmRecord} ] || exec cat ${npmRecord}`);
  const jars = await inside(client, image, `for record in ${jarRecords}; do ! [ -e "$record" ] || cat "$record"; done`);
  return [
    ...debian,
    ...parseJarLock(jars),
    ...(listed.trim() === "" ? [] : parseDistributions(listed)),
    ...(node.trim() === "" ? [] : parseNpmLock(node)),
  ];
}

/** The docker client with its environment. */
interface Client {
  readonly command: string;
  readonly env: Site["env"];
}

/** What a shell script says on its standard output in a container of the image; `argument` is its `$1`. */
async function inside({ command, env }: Client, image: string, script: string, argument = ""): Promise<string> {
  const sandbox = ["--rm", "--network=none", "--read-only", "--cap-drop=ALL", "--entrypoint=/bin/sh"];
  const { exitCode, stdout, stderr } = await run(command, ["run", ...sandbox, image, "-c", script, "sh", argument], {
    env,
  });
  if (exitCode === 0) return stdout;
  throw new Failure({
    what: "the packages of an image could not be read",
    on: image,
    why: lastLines(stderr, 4),
    todo: `try: docker run --rm --network=none --entrypoint=/bin/sh ${image}`,
  });
}
