import type { Destination } from "../lib/network.ts";
import type * as pulumi from "../lib/pulumi.ts";

/** A value in a Secret: the Secret's name and the key in it. */
export interface SecretRef {
  readonly name: pulumi.Output<string>;
  readonly key: string;
}

/** A server and the right to make databases on it. */
export interface PostgresServerLink extends Destination {
  readonly host: pulumi.Output<string>;
  readonly port: number;
  /** For a controller outside the cluster: `kube://<namespace>/<service>:<port>`. @default - `postgres://<host>:<port>` */
  readonly controlUrl?: pulumi.Output<string>;
  /** Namespace of the Secret, and of the Jobs that use it. */
  readonly namespace: pulumi.Output<string>;
  /** The superuser. */
  readonly username: pulumi.Output<string>;
  readonly passwordSecret: SecretRef;
  /** Image with `psql` for those Jobs. */
  readonly image: pulumi.Output<string>;
}

interface DatabaseLink extends Destination {
  readonly host: pulumi.Output<string>;
  readonly port: number;
  /** For a controller outside the cluster: `kube://<namespace>/<service>:<port>`, reached by a port-forward, or `postgres://<host>:<port>`. */
  readonly controlUrl: pulumi.Output<string>;
  /** Known when the database exists, so whoever uses it comes after it. */
  readonly database: pulumi.Output<string>;
  readonly username: pulumi.Output<string>;
  /** *secret* */
  readonly password: pulumi.Output<string>;
  /** The same password in the cluster, in the namespace of the server. */
  readonly passwordSecret: SecretRef;
}

/** A database and the right to change all that is in it. */
export interface PostgresOwnerLink extends DatabaseLink {
  readonly right: "owner";
}

/** A database and the right to read its tables. */
export interface PostgresReaderLink extends DatabaseLink {
  readonly right: "reader";
}
