import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { choose } from "../../../local/cluster/choice.ts";
import { refuseWithoutCluster } from "../../../local/cluster/index.ts";
import { newest } from "../../../local/cluster/kind/find.ts";

const root = join(import.meta.dirname, "..", "..", "..");
let home: string;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), "choice-"))));
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(home, { recursive: true });
});

const site = (path = "") => ({ root, home, cache: join(home, "cache"), env: { PATH: path, HOME: home } });

/** A folder with programs that print what a real one would. */
function programs(said: Readonly<Record<string, string>>): string {
  const folder = join(home, "bin");
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(said)) {
    writeFileSync(join(folder, name), `#!/bin/sh\nprintf '%s\\n' ${text}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

it("takes the context that the stack names before all else", async () => {
  const path = programs({ kind: "", docker: "kindest/node:v1.34.0" });
  const choice = await choose(site(path), { kubernetes: "team", kubeconfig: "/etc/team.yaml" });
  expect(choice).toMatchObject({ kind: "context", what: "team", where: "/etc/team.yaml" });
  expect(choice.missing).toEqual(["/etc/team.yaml does not exist"]);
});

it("takes kind where kind, Docker and a node image are at hand", async () => {
  const choice = await choose(site(programs({ kind: "", docker: "kindest/node:v1.34.0" })), { kubernetes: "local" });
  expect(choice).toMatchObject({ kind: "kind", what: "kindest/node:v1.34.0", where: join(home, "bin", "kind") });
});

it("takes processes of our own where kind's node image is missing, and says what they still need", async () => {
  const choice = await choose(site(programs({ kind: "", docker: "" })), {});
  expect(choice).toMatchObject({ kind: "processes", what: "v1.34.4" });
  expect(choice.missing.at(-1)).toMatch(/^builds Kubernetes and CoreDNS from source/);
});

it("says what to do where processes of our own cannot run, and refuses before anything is built", async () => {
  vi.spyOn(process, "getuid").mockReturnValue(1000);
  const choice = await choose(site(programs({ docker: "" })), {});
  expect(choice.impossible).toMatch(/^it needs root: run as root, or install kind .*kubeconfig$/);
  const refused = refuseWithoutCluster(site(programs({ docker: "" })), { kubernetes: "local" });
  await expect(refused).rejects.toThrow(/there is no Kubernetes cluster .*user 1000.*it needs root/);
  // With kind nothing of it matters.
  await refuseWithoutCluster(site(programs({ kind: "", docker: "kindest/node:v1.34.0" })), { kubernetes: "local" });
});

it("keeps to its processes where a clone has had them, whatever is installed later", async () => {
  mkdirSync(join(home, "local", "cluster", "pki"), { recursive: true });
  const choice = await choose(site(programs({ kind: "", docker: "kindest/node:v1.34.0" })), {});
  expect(choice.kind).toBe("processes");
});

it("takes the newest node image, by number and not by letter", () => {
  expect(newest(["kindest/node:v1.9.1", "kindest/node:v1.34.0", "kindest/node:<none>"])).toBe("kindest/node:v1.34.0");
  expect(newest([])).toBeUndefined();
});
