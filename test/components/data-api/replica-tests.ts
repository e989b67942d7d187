import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { until } from "../../support/cluster.ts";
import type { ReplicasDrill } from "../../support/replicas-drill.ts";

const text = "ភាសាខ្មែរ\n".repeat(2000);
const file = `/v1/files?path=${encodeURIComponent("/corpus/អត្ថបទ.txt")}`;
const bearer = (value: string) => ({ authorization: `Bearer ${value}` });

/** A data API with two pods and its users; `given` is one that stands since one update. */
export function replicaTests(given: () => ReplicasDrill): void {
  describe("a data API with two pods", () => {
    let drill: ReplicasDrill;
    let token: string;
    beforeAll(() => {
      drill = given();
    });

    it("1. stands with two pods after one update, and a second one changes nothing", { timeout: 300_000 }, async () => {
      expect(await drill.pods()).toHaveLength(2);
      await until("both stores are reached", () => drill.isWell(), 180);
      await drill.hbase.hdfs.bed.up(["--expect-no-changes"]);
    });

    it("2. lets a person in by the password that was drawn, with the role that was given", async () => {
      const signIn = async (user: string, password: string) =>
        drill.call("POST", "/v1/sessions", { "content-type": "application/json" }, JSON.stringify({ user, password }));
      const { status, body } = await signIn("bob", await drill.credential("password-bob"));
      expect([status, JSON.parse(body)]).toMatchObject([201, { user: "bob", role: "reader" }]);
      token = (JSON.parse(body) as { token: string }).token;
      expect((await signIn("bob", await drill.credential("password-alice"))).status).toBe(401);
      expect((await drill.call("PUT", file, bearer(token), text)).status).toBe(403);
    });

    it("3. keeps what a program uploads, and gives it to whoever may read", async () => {
      const loader = bearer(await drill.credential("token-loader"));
      expect((await drill.call("PUT", file, loader, text)).status).toBe(201);
      expect((await drill.call("PUT", file, loader, "other")).status).toBe(412);
      const got = await drill.call("GET", file, bearer(token));
      expect([got.status, got.body]).toEqual([200, text]);
      const sha256 = createHash("sha256").update(text).digest("base64");
      expect(got.headers["repr-digest"]).toBe(`sha-256=:${sha256}:`);
    });
  });
}
