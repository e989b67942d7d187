import * as pulumi from "@pulumi/pulumi";
import { beforeEach, describe, expect, it } from "vitest";
import { PostgresDatabase } from "../../../../components/postgres/index.ts";
import { built, leaks, mockPulumi } from "../../../support/mocks.ts";
import { inputsOf, kindsAndNames, SENTINEL } from "../../built.ts";
import { serverLink } from "../../links.ts";

beforeEach(() => mockPulumi("yardtest", "unit", false, { result: SENTINEL }));

describe("PostgresDatabase", () => {
  it("stands as one Job, a Secret for each role and the way to the server", async () => {
    new PostgresDatabase("shift", { server: serverLink() });
    expect(kindsAndNames(await built())).toEqual([
      "Job shift-set-up",
      "ConfigMap shift-scripts",
      "Secret shift-owner",
      "Secret shift-reader",
      "NetworkPolicy shift-egress",
      "NetworkPolicy shift-ingress",
      "RandomPassword shift-owner",
      "RandomPassword shift-reader",
    ]);
  });

  it("opens no way into a server that is not in the cluster", async () => {
    const { pods: _pods, ...server } = serverLink();
    new PostgresDatabase("shift", { server });
    expect(kindsAndNames(await built()).filter((name) => name.startsWith("NetworkPolicy"))).toEqual([
      "NetworkPolicy shift-egress",
    ]);
  });

  it("shows passwords to nobody, and links them as secrets", async () => {
    const { owner, reader } = new PostgresDatabase("shift", { server: serverLink() });
    const inputs = (await built()).map((part) => part.inputs as unknown);
    expect(JSON.stringify(inputs)).toContain(SENTINEL);
    expect(leaks(inputs, SENTINEL)).toEqual([]);
    expect(await Promise.all([owner, reader].map(({ password }) => pulumi.isSecret(password)))).toEqual([true, true]);
  });

  it("sets up with the server's superuser, and links to the roles that it makes", async () => {
    const { owner, reader } = new PostgresDatabase("shift", { server: serverLink(), database: "nights" });
    const names = pulumi.output([owner.database, owner.username, reader.username, reader.passwordSecret.name]);
    const parts = await built();
    const job = inputsOf(parts, "shift-set-up") as { spec: { template: { spec: { containers: { env: unknown }[] } } } };
    expect(job.spec.template.spec.containers[0]?.env).toEqual([
      { name: "PGHOST", value: "south.base.svc" },
      { name: "PGPORT", value: "6543" },
      { name: "PGUSER", value: "chief" },
      { name: "PGPASSWORD", valueFrom: { secretKeyRef: { name: "south-auth", key: "word" } } },
      { name: "DATABASE", value: "nights" },
      { name: "OWNER", value: "nights" },
      { name: "OWNER_PASSWORD_FILE", value: "/secrets/owner/password" },
      { name: "READER", value: "nights_reader" },
      { name: "READER_PASSWORD_FILE", value: "/secrets/reader/password" },
    ]);
    const known = await new Promise((resolve) => names.apply(resolve));
    expect(known).toEqual(["nights", "nights", "nights_reader", "shift-reader-1"]);
  });
});
