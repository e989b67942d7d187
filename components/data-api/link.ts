import type { Labels } from "../lib/labels.ts";
import type { Destination, PodSet } from "../lib/network.ts";
import type * as pulumi from "../lib/pulumi.ts";
import type { DataApiRole } from "./args.ts";

/** A value of a Secret in the service's namespace. */
export interface SecretKey {
  readonly name: pulumi.Output<string>;
  readonly key: string;
}

/** What a program shows, and where its pods find it. */
export interface DataApiTokenLink {
  readonly role: DataApiRole;
  /** The token itself, for a program outside the cluster. *secret* */
  readonly token: pulumi.Output<string>;
  /** Where it is in the cluster. */
  readonly secret: SecretKey;
}

/** How others reach a data API. Known when it serves. */
export interface DataApiLink extends Destination {
  /** Inside the cluster: `http://<service>.<namespace>.svc:8000`. */
  readonly url: pulumi.Output<string>;
  readonly host: pulumi.Output<string>;
  /** For a controller outside: `kube://<namespace>/<service>:8000`, reached by a port-forward. */
  readonly controlUrl: pulumi.Output<string>;
  /** The serving pods: consumers in the cluster open the way to them, or carry `clientLabels`. */
  readonly pods: PodSet;
  /** Pods of its namespace with these labels may come in, and may open the way there. */
  readonly clientLabels: Labels;
  /** Where people's passwords are, by their names. */
  readonly passwords: Readonly<Record<string, SecretKey>>;
  /** By their ids. */
  readonly tokens: Readonly<Record<string, DataApiTokenLink>>;
}

/** A variable of a container: a value, or one of a Secret. */
export type DataApiVariable =
  | { readonly name: string; readonly value: pulumi.Input<string> }
  | {
      readonly name: string;
      readonly valueFrom: { readonly secretKeyRef: { readonly name: pulumi.Input<string>; readonly key: string } };
    };

/** The environment of a client's container in the service's namespace: `DATA_API_URL` and `DATA_API_TOKEN`. */
export function dataApiEnv({ url }: DataApiLink, { secret }: DataApiTokenLink): DataApiVariable[] {
  return [
    { name: "DATA_API_URL", value: url },
    { name: "DATA_API_TOKEN", valueFrom: { secretKeyRef: { name: secret.name, key: secret.key } } },
  ];
}
