import { describe, expect, it } from "vitest";
import { waysTo } from "../../../components/tracking/address.ts";

const ways = (link: Parameters<typeof waysTo>[0], loopbackOnly = false) => waysTo(link, {}, loopbackOnly);

describe("the ways to a server", () => {
  it("are its address, then the public one with its headers", async () => {
    const link = { controlUrl: "http://127.0.0.1:5001/", podUrl: "https://m.test/x/", podHeaders: { "X-Token": "t" } };
    expect(await ways(link)()).toEqual([
      { url: "http://127.0.0.1:5001", headers: {} },
      { url: "https://m.test/x", headers: { "X-Token": "t" } },
    ]);
  });

  it("are the public one alone where there is no way into the cluster", async () => {
    const access = { kubeconfig: "/nowhere/kubeconfig" };
    const link = { controlUrl: "kube://track/ledger:5000", podUrl: "https://m.test" };
    expect(await waysTo(link, access, false)()).toEqual([{ url: "https://m.test", headers: {} }]);
    await expect(waysTo({ controlUrl: link.controlUrl }, access, false)()).rejects.toThrow(
      "the kubeconfig /nowhere/kubeconfig cannot be read",
    );
  });

  it.each(["ftp://a.test", "http://user:word@a.test", "mlflow"])("refuses %s", (controlUrl) => {
    expect(() => ways({ controlUrl })).toThrow("mlflow.controlUrl must be an http(s) URL without a user in it");
  });

  it("refuses a foreign address where only this machine's are allowed", () => {
    expect(() => ways({ controlUrl: "https://m.test" }, true)).toThrow("TRAINYARD_LOOPBACK_ONLY=1");
    expect(() => ways({ controlUrl: "http://localhost:5001" }, true)).not.toThrow();
  });
});
