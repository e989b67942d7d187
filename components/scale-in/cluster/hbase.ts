import { z } from "zod";
import type { KubeApi } from "../../kubernetes/api.ts";
import { JsonTool } from "../../kubernetes/json-tool.ts";
import type { ScaleInInputs } from "../inputs.ts";
import type { HBasePort } from "../region-servers/facts.ts";

const status = z.object({
  activeMaster: z.string().nullable(),
  servers: z.array(z.object({ name: z.string(), host: z.string(), regions: z.number(), draining: z.boolean() })),
  regionsInTransition: z.number(),
  balancer: z.boolean(),
});

/** HBase in its cluster. `lookSeconds`: how long a look may take. */
export function hbasePort(
  api: KubeApi,
  namespace: string,
  { adminSelector: selector }: NonNullable<ScaleInInputs["regionServers"]>,
  lookSeconds?: number,
): HBasePort {
  const admin = new JsonTool(api, { namespace, selector, container: "admin", tool: "hbase-admin" });
  const tell = async (command: string, input: object): Promise<void> => {
    await admin.ask(command, input, z.unknown());
  };
  return {
    observe: () => admin.ask("status", undefined, status, lookSeconds),
    drain: (servers) => tell("drain", { servers }),
    recommission: (servers) => tell("recommission", { servers }),
    balance: (on) => tell("balancer", { on }),
  };
}
