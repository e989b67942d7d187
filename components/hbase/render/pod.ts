import type * as pulumi from "../../lib/pulumi.ts";
import { CONFIG_DIR } from "./constants.ts";

/** What pods of a cluster are made with. */
export interface PodUses {
  readonly namespace: pulumi.Input<string>;
  readonly image: pulumi.Input<string>;
  /** ConfigMap with `hbase-site.xml`. */
  readonly config: pulumi.Input<string>;
  /** ConfigMap with the configuration of HDFS. */
  readonly hdfs: pulumi.Input<string>;
}

export const podMounts = [
  { name: "config", mountPath: CONFIG_DIR, readOnly: true },
  { name: "tmp", mountPath: "/tmp" },
];

/** Both configurations in one folder, as HBase wants them. */
export function podVolumes({ config, hdfs }: PodUses) {
  const sources = [{ configMap: { name: hdfs } }, { configMap: { name: config } }];
  return [
    { name: "config", projected: { sources } },
    { name: "tmp", emptyDir: {} },
  ];
}
