import { z } from "zod";
import type { KubeApi } from "../../kubernetes/api.ts";
import { execIn } from "../../kubernetes/exec.ts";
import { JsonTool } from "../../kubernetes/json-tool.ts";
import type { HdfsPort, NameNodeFacts } from "../data-nodes/facts.ts";
import { BEANS, beanOf, readBeans, readList } from "../data-nodes/jmx.ts";
import type { ScaleInInputs } from "../inputs.ts";
import { hostOf, podOf, type NodeSet } from "../nodes.ts";
import { readyPods } from "./set.ts";

/** As `components/hdfs` mounts it. */
const EXCLUDE_FILE = "/etc/hdfs-hosts/exclude";
const EXCLUDE_KEY = "exclude";
const CONTAINER = "namenode";
const HTTP_PORT = 9870;
const MANAGER = "trainyard-scale-in";
const MARK = "@@@ next @@@";
const LOOK_SECONDS = 20;

/** In a NameNode's own container: what it sees of the list, and its beans, in one call. */
const LOOK = `
set -eu
cat ${EXCLUDE_FILE}
for bean in ${BEANS.join(" ")}; do
  echo '${MARK}'
  exec 3<>/dev/tcp/127.0.0.1/${HTTP_PORT}
  printf 'GET /jmx?qry=Hadoop:service=NameNode,name=%s HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' "$bean" >&3
  cat <&3
  exec 3>&-
done`;

type DataNodes = NonNullable<ScaleInInputs["dataNodes"]>;

/** HDFS in its cluster. */
export function hdfsPort(
  api: KubeApi,
  set: NodeSet,
  { nameNodes, excludeConfigMap, adminSelector }: DataNodes,
): HdfsPort {
  const { namespace } = set;
  const map = `/api/v1/namespaces/${namespace}/configmaps/${excludeConfigMap}`;
  const admin = new JsonTool(api, { namespace, selector: adminSelector, container: "admin", tool: "hdfs-admin" });
  const list = async () => {
    const found = (await api.find(map)) as { readonly data?: Readonly<Record<string, string>> } | undefined;
    return readList(found?.data?.[EXCLUDE_KEY] ?? "");
  };
  return {
    observe: async () => {
      const [excluded, ready, seen] = await Promise.all([
        list(),
        readyPods(api, set),
        Promise.all(nameNodes.map((address) => lookAtNameNode(api, namespace, podOf(address)))),
      ]);
      return { excluded, nameNodes: seen, running: ready.map((ordinal) => hostOf(set, ordinal)) };
    },
    exclude: async (hosts) => {
      const text = hosts.map((host) => `${host}\n`).join("");
      const metadata = { name: excludeConfigMap, namespace };
      await api.apply(map, MANAGER, { apiVersion: "v1", kind: "ConfigMap", metadata, data: { [EXCLUDE_KEY]: text } });
    },
    refresh: async (names) => {
      const told = nameNodes.filter((address) => names.includes(podOf(address)));
      await admin.ask("refresh-nodes", { nameNodes: told }, z.unknown());
    },
    openFiles: async () => {
      const { files } = await admin.ask(
        "open-files",
        undefined,
        z.object({ files: z.array(z.object({ path: z.string() })) }),
      );
      return files.map(({ path }) => path);
    },
  };
}

/** The exclude list as it is written; the names on it. */
export async function excludedHosts(api: KubeApi, namespace: string, configMap: string): Promise<readonly string[]> {
  const path = `/api/v1/namespaces/${namespace}/configmaps/${configMap}`;
  const found = (await api.find(path)) as { readonly data?: Readonly<Record<string, string>> } | undefined;
  return readList(found?.data?.[EXCLUDE_KEY] ?? "");
}

/** What a NameNode says, in its own container: no JVM is started, and no way between pods is needed. Throws where it says nothing. */
export async function lookAtNameNode(
  api: KubeApi,
  namespace: string,
  pod: string,
  timeoutSeconds = LOOK_SECONDS,
): Promise<NameNodeFacts> {
  const place = { namespace, pod, container: CONTAINER };
  const { exitCode, stdout, stderr } = await execIn(api, place, ["bash", "-c", LOOK], timeoutSeconds);
  const [file = "", ...answers] = stdout.split(`${MARK}\n`);
  if (exitCode !== 0 || answers.length !== BEANS.length)
    throw new Error(`${pod} does not say how HDFS is: ${stderr.trim().split("\n").at(-1) ?? `exit code ${exitCode}`}`);
  const bodies = answers.map((answer) => answer.slice(answer.indexOf("\r\n\r\n") + 4));
  return readBeans(pod, bodies.map(beanOf), readList(file));
}
