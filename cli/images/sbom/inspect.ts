import { randomUUID } from "node:crypto";
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

/** What prints the record of each package manager; the list of Python's is `$1`. */
const records = [
  "cat /var/lib/dpkg/status",
  `if [ -x ${python} ]; then ${python} -c "$1"; fi`,
  `if [ -e ${npmRecord} ]; then cat ${npmRecord}; fi`,
  `for record in ${jarRecords}; do if [ -e "$record" ]; then cat "$record"; fi; done`,
] as const;

/** What the package managers of an image have recorded, read in one container without network. */
export async function installedPackages(
  engine: Engine,
  site: Site,
  image: string,
): Promise<readonly InstalledPackage[]> {
  const command = dockerClient(site.env) ?? "docker";
  const client: Client = { command, env: { ...site.env, DOCKER_HOST: engine.host } };
  const border = `end of a record ${randomUUID()}`;
  const script = ["set -e", ...records.map((record) => `${record}\nprintf '\\n%s\\n' "$2"`)].join("\n");
  const said = await inside(client, image, script, [listDistributions, border]);
  const [debian = "", listed = "", node = "", jars = ""] = said.split(`\n${border}\n`);
  return [
    ...parseDpkgStatus(debian),
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

/** What a shell script says on its standard output in a container of the image; `args` are its `$1` and so on. */
async function inside(
  { command, env }: Client,
  image: string,
  script: string,
  args: readonly string[],
): Promise<string> {
  const sandbox = ["--rm", "--network=none", "--read-only", "--cap-drop=ALL", "--entrypoint=/bin/sh"];
  const words = ["run", ...sandbox, image, "-c", script, "sh", ...args];
  const { exitCode, stdout, stderr } = await run(command, words, { env });
  if (exitCode === 0) return stdout;
  throw new Failure({
    what: "the packages of an image could not be read",
    on: image,
    why: lastLines(stderr, 4),
    todo: `try: docker run --rm --network=none --entrypoint=/bin/sh ${image}`,
  });
}
