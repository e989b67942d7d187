import * as pulumi from "@pulumi/pulumi";
import { beforeEach, describe, expect, it } from "vitest";
import { Postgres } from "../../../components/postgres/index.ts";
import { built, leaks, mockPulumi } from "../../support/mocks.ts";
import { kindsAndNames, SENTINEL } from "../built.ts";

const args = { namespace: "base", image: "registry.example/north@sha256:1" };

beforeEach(() => mockPulumi("yardtest", "unit", false, { result: SENTINEL }));

describe("Postgres", () => {
  it("stands as one server with claims, Services, dumps and the ways between them", async () => {
    new Postgres("north", args);
    expect(kindsAndNames(await built())).toEqual([
      "StatefulSet north-server",
      "CronJob north-dump",
      "CronJob north-restore",
      "ConfigMap north-backup-scripts",
      "ConfigMap north-scripts",
      "PersistentVolumeClaim north-backups",
      "PersistentVolumeClaim north-data",
      "Secret north-auth",
      "Service north-client",
      "Service north-peers",
      "NetworkPolicy north-backup-egress",
      "NetworkPolicy north-backup-ingress",
      "PodDisruptionBudget north-budget",
      "RandomPassword north-superuser",
    ]);
  });

  it("has no claim, no CronJob and no way for dumps that it does not make", async () => {
    new Postgres("north", { ...args, backup: false });
    expect(kindsAndNames(await built())).toEqual([
      "StatefulSet north-server",
      "ConfigMap north-scripts",
      "PersistentVolumeClaim north-data",
      "Secret north-auth",
      "Service north-client",
      "Service north-peers",
      "PodDisruptionBudget north-budget",
      "RandomPassword north-superuser",
    ]);
  });

  it("shows the superuser's password to nobody", async () => {
    new Postgres("north", args);
    const inputs = (await built()).map((part) => part.inputs as unknown);
    expect(JSON.stringify(inputs)).toContain(SENTINEL);
    expect(leaks(inputs, SENTINEL)).toEqual([]);
  });

  it("links to its Service by the name that every namespace can resolve", async () => {
    const { link } = new Postgres("north", args);
    const seen = pulumi.output({ host: link.host, secret: link.passwordSecret.name });
    await built();
    const known = await new Promise((resolve) => seen.apply(resolve));
    expect(known).toEqual({ host: "north.base.svc", secret: "north-auth" });
    expect([link.port, link.passwordSecret.key]).toEqual([5432, "password"]);
  });
});
