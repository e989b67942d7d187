import * as pulumi from "@pulumi/pulumi";
import type { PostgresOwnerLink, PostgresServerLink } from "../../components/postgres/index.ts";

/** A server as a program would be linked to it; every name differs from the product's, so that a swap cannot pass. */
export function serverLink(): PostgresServerLink {
  return {
    host: pulumi.output("south.base.svc"),
    port: 6543,
    namespace: pulumi.output("base"),
    pods: { namespace: "base", labels: { app: "south" } },
    username: pulumi.output("chief"),
    passwordSecret: { name: pulumi.output("south-auth"), key: "word" },
    image: pulumi.output("registry.example/south@sha256:1"),
  };
}

/** A database as a program would be linked to it. */
export function ownerLink(name: string, password: string): PostgresOwnerLink {
  const { host, port, pods } = serverLink();
  return {
    right: "owner",
    host,
    port,
    controlUrl: pulumi.output("kube://base/south:6543"),
    ...(pods && { pods }),
    database: pulumi.output(name),
    username: pulumi.output(`${name}_role`),
    password: pulumi.secret(password),
    passwordSecret: { name: pulumi.output(`${name}-owner-1`), key: "word" },
  };
}
