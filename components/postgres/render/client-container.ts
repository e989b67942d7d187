import type * as pulumi from "../../lib/pulumi.ts";
import { containerResources } from "../../lib/resources.ts";
import { restrictedContainer } from "../../lib/security.ts";
import { SCRIPTS_DIR } from "./constants.ts";

/** A superuser's way to a server, from another pod. */
export interface ServerAccess {
  readonly host: pulumi.Input<string>;
  readonly port: number;
  readonly username: pulumi.Input<string>;
  readonly passwordSecret: { readonly name: pulumi.Input<string>; readonly key: string };
}

interface Script {
  /** Name of the container and, with `.sh`, of its script. */
  readonly name: string;
  readonly image: pulumi.Input<string>;
  readonly env: readonly { readonly name: string; readonly value: pulumi.Input<string> }[];
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[];
}

/** A container that runs one of our scripts against a server. It ends by itself, so it has no probes. */
export function clientContainer(access: ServerAccess, { name, image, env, volumeMounts }: Script) {
  return {
    name,
    image,
    command: ["sh", `${SCRIPTS_DIR}/${name}.sh`],
    env: [
      { name: "PGHOST", value: access.host },
      { name: "PGPORT", value: String(access.port) },
      { name: "PGUSER", value: access.username },
      { name: "PGPASSWORD", valueFrom: { secretKeyRef: access.passwordSecret } },
      ...env,
    ],
    resources: containerResources({ memoryMiB: 256, cpuMillis: 20, cpuLimitMillis: 1000 }),
    securityContext: restrictedContainer,
    volumeMounts: [
      { name: "scripts", mountPath: SCRIPTS_DIR, readOnly: true },
      { name: "tmp", mountPath: "/tmp" },
      ...volumeMounts,
    ],
  };
}
