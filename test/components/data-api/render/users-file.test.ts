import { createHash } from "node:crypto";
import { compareSync, hashSync } from "bcryptjs";
import { expect, it } from "vitest";
import { planDataApi } from "../../../../components/data-api/plan.ts";
import { renderUsersFile } from "../../../../components/data-api/render/users-file.ts";
import { hbaseLink, hdfsLink, zookeeperLink } from "../../links.ts";

const args = {
  ...{ namespace: "lab", image: "desk@sha256:1", hdfs: hdfsLink(), hbase: hbaseLink(), zookeeper: zookeeperLink() },
  users: [
    { name: "alice", role: "admin" as const },
    { name: "bob", role: "reader" as const },
  ],
  tokens: [
    { id: "loader", role: "writer" as const, expiresAt: "2027-01-31T00:00:00Z" },
    { id: "reports", role: "reader" as const },
  ],
};
const drawn = {
  passwordHashes: { alice: hashSync("alice's word", 4), bob: hashSync("bob's word", 4) },
  tokens: { loader: "loader's token", reports: "reports' token" },
};

interface File {
  readonly users: readonly Readonly<Record<string, string>>[];
  readonly tokens: readonly Readonly<Record<string, string | null>>[];
}

it("holds hashes alone, by which the service knows a password and a token", () => {
  const text = renderUsersFile(planDataApi("desk", args), drawn);
  expect(text).not.toMatch(/word"|token"/);
  const { users, tokens } = JSON.parse(text) as File;
  expect(users.map(({ name, role }) => `${name} ${role}`)).toEqual(["alice admin", "bob reader"]);
  expect(users.map(({ passwordHash = "" }) => compareSync("alice's word", passwordHash))).toEqual([true, false]);
  const sha256 = (token: string) => createHash("sha256").update(token).digest("hex");
  expect(tokens).toEqual([
    {
      ...{ id: "loader", user: "loader", role: "writer", expiresAt: "2027-01-31T00:00:00Z" },
      sha256: sha256("loader's token"),
    },
    { id: "reports", user: "reports", role: "reader", expiresAt: null, sha256: sha256("reports' token") },
  ]);
});

it("is the same for the same draws: a second update changes nothing", () => {
  const render = () => renderUsersFile(planDataApi("desk", args), drawn);
  expect(render()).toBe(render());
});

it("refuses to let somebody in without what was drawn for them", () => {
  expect(() => renderUsersFile(planDataApi("desk", args), { ...drawn, tokens: {} })).toThrow("loader");
});
