import { expect, it } from "vitest";
import { connect } from "../../../../local/plugins/kubernetes/client/connection.ts";
import { readSettings } from "../../../../local/plugins/kubernetes/settings.ts";

const kubeconfig = JSON.stringify({
  clusters: [{ name: "c", cluster: { server: "https://one.test:6443" } }],
  contexts: [{ name: "x", context: { cluster: "c", user: "u", namespace: "apps" } }],
  users: [{ name: "u", user: { token: "t" } }],
  "current-context": "x",
});

it("says which context is missing, and which file", async () => {
  const wrong = readSettings({ kubeconfig, context: "y" });
  await expect(connect(wrong)).rejects.toThrow("the kubeconfig has no context y; it has x");
  await expect(connect(readSettings({ kubeconfig: "/nowhere/config" }))).rejects.toThrow(
    "there is no kubeconfig /nowhere/config",
  );
  const right = await connect(readSettings({ kubeconfig, context: "x" }));
  expect(right.server.host).toBe("one.test:6443");
});
