import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ensurePki, identities } from "../../../local/cluster/pki.ts";

const folder = mkdtempSync(join(tmpdir(), "pki-"));
const pki = join(folder, "pki");
const certificate = (name: string) => new X509Certificate(readFileSync(join(pki, `${name}.crt`)));

beforeAll(() => ensurePki(pki));
afterAll(() => rmSync(folder, { recursive: true }));

it("signs every identity with the one authority", () => {
  const authority = certificate("ca").publicKey;
  const signed = Object.keys(identities).map((name) => certificate(name).verify(authority));
  expect(signed).toEqual(Object.keys(identities).map(() => true));
});

it("gives the API server the names by which it is reached from outside, from the node and from pods", () => {
  const server = certificate("apiserver");
  expect(["127.0.0.1", "10.250.0.1", "10.96.0.1"].map((ip) => server.checkIP(ip))).not.toContain(undefined);
  expect(server.checkHost("kubernetes.default.svc")).toBe("kubernetes.default.svc");
});

it("names the kubelet as the node authorizer wants it", () => {
  expect(certificate("kubelet").subject.split("\n")).toEqual(["O=system:nodes", "CN=system:node:trainyard"]);
});

it("keeps what it has made, readable by its owner only", async () => {
  const before = readFileSync(join(pki, "ca.crt"), "utf8");
  await ensurePki(pki);
  expect(readFileSync(join(pki, "ca.crt"), "utf8")).toBe(before);
  expect(statSync(pki).mode & 0o077).toBe(0);
});
