import { KubeApi } from "../../components/kubernetes/api.ts";
import type { KubeAccess } from "../../components/lib/kube-access.ts";
import { execIn } from "../../components/kubernetes/exec.ts";
import { hbasePort } from "../../components/scale-in/cluster/hbase.ts";
import { lookAtNameNode } from "../../components/scale-in/cluster/hdfs.ts";
import type { DataPort } from "./data-status.ts";
import { parseHealth } from "./gateway-status.ts";

/** For a few reads of a daemon that runs. */
const NAME_NODE_SECONDS = 10;
/** For the start of a JVM. */
const HBASE_SECONDS = 20;

const GATEWAY_SECONDS = 10;
/** In a server's own container: no way between pods is needed. The answer begins after the empty line. */
const HEALTH = `
exec 3<>/dev/tcp/127.0.0.1/8000
printf 'GET /health HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3
cat <&3`;

/** The daemons of a namespace, by the cluster's API. */
export function dataPort(access: KubeAccess, namespace: string): DataPort {
  const api = new KubeApi(access);
  return {
    nameNode: (pod) => lookAtNameNode(api, namespace, pod, NAME_NODE_SECONDS),
    gateway: async (pod) => {
      const place = { namespace, pod, container: "server" };
      const { stdout, stderr } = await execIn(api, place, ["bash", "-c", HEALTH], GATEWAY_SECONDS);
      const start = stdout.indexOf("\r\n\r\n");
      if (start < 0) throw new Error(stderr.trim().split("\n").at(-1) ?? "it closed the connection");
      return parseHealth(stdout.slice(start + 4));
    },
    hbase: (adminSelector) => hbasePort(api, namespace, { adminSelector }, HBASE_SECONDS).observe(),
  };
}
