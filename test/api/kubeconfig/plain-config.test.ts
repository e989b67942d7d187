import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { expect, it } from "vitest";
import { plainConfig } from "../../../api/kubeconfig/plain-config.ts";

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const config = (user: object, cluster: object = {}): string =>
  stringify({
    clusters: [{ name: "c", cluster: { server: "https://one.test:6443", ...cluster } }],
    contexts: [{ name: "x", context: { cluster: "c", user: "u", namespace: "apps" } }],
    users: [{ name: "u", user }],
    "current-context": "x",
  });
const current = { context: undefined, cluster: undefined };

it("reads certificates and tokens that stand in the kubeconfig, or in files beside it", async () => {
  const cluster = { "certificate-authority-data": base64("CA") };
  const user = { "client-certificate-data": base64("CERT"), "client-key-data": base64("KEY") };
  const found = plainConfig(config(user, cluster), "/", current);
  expect(found).toMatchObject({ server: "https://one.test:6443", namespace: "apps" });
  const { ca, cert, key } = found?.tls ?? {};
  expect([ca, cert, key].map(String)).toEqual(["CA", "CERT", "KEY"]);
  expect(plainConfig(config({ token: "t" }), "/", current)?.headers).toEqual({ Authorization: "Bearer t" });
  const folder = await mkdtemp(join(tmpdir(), "ty-kubeconfig-"));
  await writeFile(join(folder, "ca.crt"), "FILE");
  const beside = config({ token: "t" }, { "certificate-authority": "ca.crt", "insecure-skip-tls-verify": false });
  expect(String(plainConfig(beside, folder, current)?.tls.ca)).toBe("FILE");
  await rm(folder, { recursive: true });
});

it.each<[string, object, object]>([
  ["a program that shows who asks", { exec: { command: "login", apiVersion: "v1" } }, {}],
  ["a password", { username: "a", password: "b" }, {}],
  ["a proxy", { token: "t" }, { "proxy-url": "http://proxy.test" }],
])("leaves %s to the client", (_what, user, cluster) => {
  expect(plainConfig(config(user, cluster), "/", current)).toBeUndefined();
});

it("reads JSON, which is what a cluster of this machine writes", () => {
  const text = JSON.stringify(parse(config({ token: "t" })), null, 2);
  expect(plainConfig(text, "/", current)).toMatchObject({ server: "https://one.test:6443", namespace: "apps" });
});
