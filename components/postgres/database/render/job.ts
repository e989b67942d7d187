import type * as pulumi from "../../../lib/pulumi.ts";
import { restrictedPod } from "../../../lib/security.ts";
import { clientContainer } from "../../render/client-container.ts";
import { PASSWORD_KEY } from "../../render/constants.ts";
import type { PostgresServerLink } from "../../link.ts";
import type { DatabasePlan } from "../plan.ts";

const OWNER_DIR = "/secrets/owner";
const READER_DIR = "/secrets/reader";

export interface JobUses {
  readonly server: PostgresServerLink;
  readonly owner: pulumi.Input<string>;
  readonly reader: pulumi.Input<string>;
  readonly scripts: pulumi.Input<string>;
  /** Content key of the scripts, whose name stays. */
  readonly version: string;
}

/** Makes the database and its roles, or brings them to what is wanted. It is replaced, and runs again, when any of it changes. */
export function databaseJob(plan: DatabasePlan, { server, owner, reader, scripts, version }: JobUses) {
  const container = clientContainer(server, {
    name: "ensure-database",
    image: server.image,
    env: [
      { name: "DATABASE", value: plan.database },
      { name: "OWNER", value: plan.owner.username },
      { name: "OWNER_PASSWORD_FILE", value: `${OWNER_DIR}/${PASSWORD_KEY}` },
      { name: "READER", value: plan.reader.username },
      { name: "READER_PASSWORD_FILE", value: `${READER_DIR}/${PASSWORD_KEY}` },
    ],
    volumeMounts: [
      { name: "owner", mountPath: OWNER_DIR, readOnly: true },
      { name: "reader", mountPath: READER_DIR, readOnly: true },
    ],
  });
  return {
    metadata: { name: `${plan.name}-set-up`, namespace: server.namespace, labels: plan.labels },
    spec: {
      backoffLimit: 4,
      activeDeadlineSeconds: 600,
      template: {
        metadata: { labels: plan.labels, annotations: { "trainyard/scripts": version } },
        spec: {
          ...restrictedPod,
          restartPolicy: "Never",
          containers: [container],
          volumes: [
            { name: "owner", secret: { secretName: owner, defaultMode: 0o440 } },
            { name: "reader", secret: { secretName: reader, defaultMode: 0o440 } },
            { name: "scripts", configMap: { name: scripts } },
            { name: "tmp", emptyDir: {} },
          ],
        },
      },
    },
  };
}
