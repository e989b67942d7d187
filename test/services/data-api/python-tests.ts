import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DataApiClient } from "../../support/data-api-client.ts";
import { get, sha256, type Snapshot } from "./files.ts";
import { PythonDesk } from "./python-desk.ts";

/** The Python client and the commands of training that need no model, in the trainer image, over a real data API. */
export function pythonTests(api: () => DataApiClient): void {
  describe("training over the data API", { timeout: 600_000 }, () => {
    let desk: PythonDesk;
    beforeAll(() => {
      desk = new PythonDesk(api());
    });
    afterAll(() => {
      desk.close();
    });

    it("reads back what it wrote, follows pages, and is refused what its role may not", async () => {
      const script = "/tests/services/data-api/python/exercise.py";
      const { stdout } = await desk.python("reader", [script, "/drill/tokens", "/drill/scratch"]);
      const told = JSON.parse(stdout) as Record<string, unknown>;
      const local = (name: string) => sha256(readFileSync(join(desk.folder, "scratch", name)));
      expect(told).toMatchObject({
        roles: ["reader", "writer", "admin"],
        expired: { status: 401 },
        again: { status: 412, kind: "changed" },
        stale: { status: 412, kind: "changed" },
        brought: [true, false],
        sha256: { small: local("small"), large: local("large") },
        listed: ["large.bin", "ខ្មែរ +&.txt"],
        rows: [2500, true, true],
        reader: [1, 2, 3, 4].map(() => ({ status: 403, kind: "refused" })),
      });
      expect(sha256((await get(api(), "/py/large.bin")).bytes)).toBe(local("large"));
    });

    it("keeps a corpus as a snapshot and as rows, and the same corpus once", async () => {
      const pushed = await desk.pushCorpus("/py/corpus");
      const { id, files, manifestSha256 } = pushed;
      const query = { path: "/py/corpus" };
      const { snapshots } = await api().expect<{ snapshots: Snapshot[] }>(200, "reader", "GET", "/v1/snapshots", {
        query,
      });
      expect(snapshots).toMatchObject([{ id, files, manifestSha256 }]);
      const { rows } = await api().expect<{ rows: object[] }>(200, "reader", "GET", "/v1/tables/corpus:snapshots/rows");
      expect(rows).toMatchObject([{ key: id }]);
      const again = await desk.run("writer", ["push", "--data", "/drill/made/corpus", "--path", "/py/corpus"]);
      expect(JSON.parse(again.stdout)).toEqual(pushed);
    });

    it("is told what to do where the snapshot is not there", async () => {
      const args = ["--snapshot", "/py/corpus@nothing", "--out", "/drill/made/nothing"];
      const { all } = await desk.run("reader", ["pull", ...args], [2]);
      expect(all).toContain("no such snapshot\n  on: /py/corpus@nothing\n  why: the newest of /py/corpus: ");
    });
  });
}
