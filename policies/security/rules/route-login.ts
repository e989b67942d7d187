import { at, keys, list, text } from "../../rule/reading.ts";
import type { StackResource, StackRule } from "../../rule/rule.ts";
import { kindOf } from "../../rule/workload.ts";

const tunnelConfig = /^cloudflare:index\/zeroTrustTunnelCloudflaredConfig:/;
const application = /^cloudflare:index\/zeroTrustAccessApplication:/;

export const routeLogin: StackRule = {
  id: "route-login",
  asks: "Every host name that a tunnel or an Ingress publishes is behind an Access application with a policy.",
  why: "What these services show is the data; a name in the DNS is found by scanners within minutes.",
  fix: "add an Access application for the whole host, with a policy that names who may come in",
  *judgeStack(resources) {
    const guarded = resources.filter(({ type }) => application.test(type)).flatMap(guardedHost);
    for (const resource of resources) {
      for (const { where, host } of routesOf(resource)) {
        if (host === undefined) yield { resource, where, got: "is missing: every name", allowed: "one host name" };
        else if (!guarded.some((pattern) => covers(pattern, host)))
          yield { resource, where, got: `is ${JSON.stringify(host)}, without a login`, allowed: "a host with one" };
      }
    }
  },
};

interface Route {
  readonly where: string;
  /** undefined: it takes every name. */
  readonly host: string | undefined;
}

/** The host names that a resource publishes. */
function routesOf(resource: StackResource): readonly Route[] {
  const { type, props } = resource;
  if (tunnelConfig.test(type)) {
    const config = at(props, "config");
    const routes = list(at(config, "ingresses") ?? at(config, "ingressRules"));
    return routes.flatMap((route, index) =>
      isNoService(route) ? [] : [{ where: `config.ingresses[${index}].hostname`, host: text(at(route, "hostname")) }],
    );
  }
  if (kindOf(resource) !== "Ingress") return [];
  const named = list(at(props, "spec", "rules")).map((rule, index) => ({
    where: `spec.rules[${index}].host`,
    host: text(at(rule, "host")),
  }));
  const all =
    at(props, "spec", "defaultBackend") === undefined ? [] : [{ where: "spec.defaultBackend", host: undefined }];
  return [...named, ...all];
}

/** A route that answers with a status and leads nowhere. */
function isNoService(route: unknown): boolean {
  return /^http_status:\d{3}$/.test(text(at(route, "service")) ?? "");
}

/** The host of an application that asks for a login; none where it covers a path only, or has no policy that is one. */
function guardedHost({ props }: StackResource): readonly string[] {
  const policies = list(at(props, "policies"));
  const asks = policies.length > 0 && policies.every((policy) => typeof policy === "string" || !opens(policy));
  const domain = text(at(props, "domain"));
  return asks && domain !== undefined && !domain.replace(/\/\*?$/, "").includes("/")
    ? [domain.replace(/\/\*?$/, "")]
    : [];
}

/** A policy that lets everybody in. */
function opens(policy: unknown): boolean {
  const bypasses = at(policy, "decision") === "bypass";
  return bypasses || list(at(policy, "includes")).some((include) => keys(include).includes("everyone"));
}

/** `*` stands for a part of one label: `*.example.org` covers `mlflow.example.org`, and not `a.b.example.org`. */
function covers(pattern: string, host: string): boolean {
  const escaped = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${escaped.join("[^.]*")}$`, "i").test(host);
}
