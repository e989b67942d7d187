import { expect, it } from "vitest";
import { kubeAccess } from "../../../components/lib/kube-access.ts";

it.each([
  ["the current context of our own file", "local", "/home/kubeconfig", { kubeconfig: "/home/kubeconfig" }],
  ["a named context of the user's file", "team", undefined, { context: "team" }],
  ["a named context of a given file", "team", "/team/config", { kubeconfig: "/team/config", context: "team" }],
  ["the user's own default where nothing is named", undefined, undefined, {}],
])("is %s", (_what, kubernetes, kubeconfig, expected) => {
  expect(kubeAccess(kubernetes, kubeconfig)).toStrictEqual(expected);
});
