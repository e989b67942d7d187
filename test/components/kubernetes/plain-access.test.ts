import { writeFileSync } from "node:fs";
import type { Agent } from "node:https";
import { join } from "node:path";
import { expect, it } from "vitest";
import { stringify } from "yaml";
import { KubeApi } from "../../../components/kubernetes/api.ts";
import { plainWay } from "../../../components/kubernetes/plain-access.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** A kubeconfig with the contexts `here`, `there` and `far`. */
function kubeconfig(change: { readonly user?: object; readonly cluster?: object } = {}): string {
  const folder = temporaryFolder("ty-kubeconfig");
  writeFileSync(join(folder, "ca.pem"), "authority");
  const file = join(folder, "config");
  const here = { server: "https://127.0.0.1:6443", "certificate-authority": "ca.pem", ...change.cluster };
  const admin = { "client-certificate-data": base64("mine"), "client-key-data": base64("secret"), ...change.user };
  const whole = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": "here",
    clusters: [
      { name: "here", cluster: here },
      { name: "there", cluster: { server: "https://there:1", "insecure-skip-tls-verify": true } },
    ],
    users: [
      { name: "admin", user: admin },
      { name: "robot", user: { token: "t0" } },
    ],
    contexts: [
      { name: "here", context: { cluster: "here", user: "admin" } },
      { name: "there", context: { cluster: "there", user: "robot" } },
      { name: "far", context: { cluster: "nowhere", user: "robot" } },
    ],
  };
  writeFileSync(file, stringify(whole));
  return file;
}

it("reads certificates from the text and from files beside it", () => {
  const way = plainWay({ kubeconfig: kubeconfig() });
  expect(way).toMatchObject({ server: "https://127.0.0.1:6443", options: { headers: {} } });
  const { ca, cert, key } = (way?.options.agent as Agent).options;
  expect([ca, cert, key].map(String)).toEqual(["authority", "mine", "secret"]);
});

it("takes the context that is named, and a token", () => {
  const way = plainWay({ kubeconfig: kubeconfig(), context: "there" });
  expect(way).toMatchObject({ server: "https://there:1", options: { headers: { Authorization: "Bearer t0" } } });
  expect((way?.options.agent as Agent).options.rejectUnauthorized).toBe(false);
});

it.each<[string, Parameters<typeof kubeconfig>[0], string | undefined]>([
  ["a program that shows who asks", { user: { exec: { command: "aws", apiVersion: "v1" } } }, undefined],
  ["a proxy", { cluster: { "proxy-url": "http://proxy:3128" } }, undefined],
  ["plain HTTP", { cluster: { server: "http://127.0.0.1:8001" } }, undefined],
  ["a cluster that is not described", {}, "far"],
  ["a context that is not described", {}, "moon"],
])("leaves %s to the client", (_what, change, context) => {
  expect(plainWay({ kubeconfig: kubeconfig(change), context })).toBeUndefined();
});

it("says at once which context or file is missing", async () => {
  await expect(new KubeApi({ kubeconfig: kubeconfig(), context: "moon" }).get("/version")).rejects.toThrow(
    'the kubeconfig has no context "moon"; it has here, there, far',
  );
  const missing = join(temporaryFolder("ty-kubeconfig"), "config");
  await expect(new KubeApi({ kubeconfig: missing }).get("/version")).rejects.toThrow(
    `the kubeconfig ${missing} cannot be read`,
  );
});
