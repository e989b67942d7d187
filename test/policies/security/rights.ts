import { type Proof, type StackProof, UNKNOWN, type Written } from "../rule-proof.ts";
import { deployment, kubernetes, trainingJob } from "../written.ts";

const LABEL = "pod-security.kubernetes.io/enforce";
const role = (rules: unknown, kind = "Role") => kubernetes(`rbac.authorization.k8s.io/v1:${kind}`, { rules });
const binding = (name: unknown) =>
  kubernetes("rbac.authorization.k8s.io/v1:ClusterRoleBinding", { roleRef: { kind: "ClusterRole", name } });
const namespace = (labels: unknown) => kubernetes("core/v1:Namespace", { metadata: { name: "shop", labels } });
const service = (spec: unknown) => kubernetes("core/v1:Service", { spec });
const policy = (spec: unknown, of = "shop") =>
  kubernetes("networking.k8s.io/v1:NetworkPolicy", { metadata: { name: "deny", namespace: of }, spec });
const closed = { podSelector: {}, policyTypes: ["Ingress", "Egress"] };
const password = (length: unknown) => ({ type: "random:index/randomPassword:RandomPassword", props: { length } });
const pods = { podSelector: { matchLabels: { app: "web" } } };

const cloudflare = (type: string, props: object): Written => {
  const module = `${type.slice(0, 1).toLowerCase()}${type.slice(1)}`;
  return { type: `cloudflare:index/${module}:${type}`, props: props as Record<string, unknown> };
};
const end = { service: "http_status:404" };
const route = (hostname: unknown) => ({ hostname, service: "http://mlflow:5000" });
const tunnel = (ingresses: unknown) => cloudflare("ZeroTrustTunnelCloudflaredConfig", { config: { ingresses } });
const access = (domain: unknown, policies: unknown = ["policy-id"]) =>
  cloudflare("ZeroTrustAccessApplication", { domain, policies });
const ingress = (rules: unknown) => kubernetes("networking.k8s.io/v1:Ingress", { spec: { rules } });

/** What proves the rules about namespaces, networks, rights and jobs. */
export const rightProofs: Readonly<Record<string, Proof | StackProof>> = {
  "restricted-namespace": {
    passes: [namespace({ [LABEL]: "restricted" })],
    refuses: [
      [namespace({ [LABEL]: "baseline" }), 'is "baseline"', "allowed: restricted"],
      [namespace(undefined), "is missing"],
    ],
    empty: { of: kubernetes("core/v1:Namespace", {}), is: "refused" },
    unknown: namespace(UNKNOWN),
  },
  "no-wildcard-rights": {
    passes: [role([{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }])],
    refuses: [
      [role([{ apiGroups: [""], resources: ["*"], verbs: ["get"] }]), "rules[0].resources is [*]"],
      [role([{ verbs: ["get"] }, { verbs: ["list", "*"] }], "ClusterRole"), "rules[1].verbs is [list, *]"],
    ],
    empty: { of: role(undefined), is: "passed" },
    unknown: role(UNKNOWN),
  },
  "no-cluster-admin": {
    passes: [binding("viewer-of-pods"), role([{ verbs: ["get"] }])],
    refuses: [
      [binding("cluster-admin"), 'roleRef.name is "cluster-admin"'],
      [role([{ verbs: ["get", "escalate"] }], "ClusterRole"), "rules[0].verbs holds escalate"],
    ],
    empty: { of: kubernetes("rbac.authorization.k8s.io/v1:RoleBinding", {}), is: "refused" },
    unknown: binding(UNKNOWN),
  },
  "no-public-service": {
    passes: [service({ type: "ClusterIP" }), service({ clusterIP: "None" })],
    refuses: [
      [service({ type: "LoadBalancer" }), 'spec.type is "LoadBalancer"', "allowed: ClusterIP"],
      [service({ externalIPs: ["192.0.2.1"] }), "spec.externalIPs"],
    ],
    empty: { of: service(undefined), is: "passed" },
    unknown: service({ type: UNKNOWN }),
  },
  "network-policy": {
    passes: [
      [policy(closed), deployment()],
      [deployment(), policy({ ...closed, policyTypes: ["Ingress"] }), policy({ ...closed, policyTypes: ["Egress"] })],
    ],
    refuses: [
      [[deployment()], "namespace shop has no default policy for Ingress and Egress"],
      [[deployment(), policy(closed, "elsewhere")], "namespace shop"],
      [[deployment(), policy({ ...closed, podSelector: { matchLabels: { app: "web" } } })], "Ingress and Egress"],
      [[deployment(), policy({ ...closed, egress: [{}] })], "for Egress"],
      [[namespace({})], 'Namespace "r0"'],
    ],
    empty: { of: [kubernetes("apps/v1:Deployment", {})], is: "refused" },
    unknown: [deployment({}, {}, { namespace: UNKNOWN })],
  },
  "no-open-ingress": {
    passes: [policy({ ingress: [{ from: [pods] }] }), policy({ egress: [{}] })],
    refuses: [
      [policy({ ingress: [{}] }), "spec.ingress[0].from is missing: everybody"],
      [policy({ ingress: [{ from: [pods] }, { from: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }] }), "spec.ingress[1]"],
      [policy({ ingress: [{ from: [{ namespaceSelector: {} }] }] }), "takes everybody"],
    ],
    empty: { of: kubernetes("networking.k8s.io/v1:NetworkPolicy", {}), is: "passed" },
    unknown: policy({ ingress: UNKNOWN }),
  },
  "secure-cloud": {
    passes: [trainingJob(), trainingJob({ candidates: { minMemoryGb: 24 } })],
    refuses: [
      [trainingJob({ candidates: [{ gpu: "NVIDIA L4", cloud: "COMMUNITY" }] }), 'candidates[0].cloud is "COMMUNITY"'],
      [trainingJob({ candidates: { minMemoryGb: 24, cloud: "COMMUNITY" } }), "allowed: SECURE"],
    ],
    empty: { of: { ...trainingJob(), props: {} }, is: "refused" },
    unknown: trainingJob({ candidates: [{ cloud: UNKNOWN }] }),
  },
  "no-pod-port": {
    passes: [trainingJob()],
    refuses: [[trainingJob({ ports: ["8888/http"] }), 'ports is ["8888/http"]', "allowed: none"]],
    empty: { of: { ...trainingJob(), props: {} }, is: "passed" },
    unknown: trainingJob({ ports: UNKNOWN }),
  },
  "route-login": {
    passes: [
      [tunnel([route("mlflow.example.org"), end]), access("mlflow.example.org")],
      [tunnel([route("mlflow.example.org"), end]), access("*.example.org/")],
      [tunnel([end])],
    ],
    refuses: [
      [
        [tunnel([route("mlflow.example.org"), end])],
        'config.ingresses[0].hostname is "mlflow.example.org", without a login',
      ],
      [[tunnel([route("a.b.example.org"), end]), access("*.example.org")], "a.b.example.org"],
      [[tunnel([route("notexample.org"), end]), access("example.org")], "notexample.org"],
      [[tunnel([route("m.example.org"), end]), access("m.example.org/admin")], "without a login"],
      [[tunnel([route("m.example.org"), end]), access("m.example.org", [])], "without a login"],
      [[tunnel([route("m.example.org"), end]), access("m.example.org", [{ decision: "bypass" }])], "without a login"],
      [[tunnel([route("m.example.org"), end]), access("m.example.org", [{ includes: [{ everyone: {} }] }])], "without"],
      [[ingress([{ host: "m.example.org" }])], 'spec.rules[0].host is "m.example.org"'],
      [[ingress([{}])], "is missing: every name"],
    ],
    empty: { of: [cloudflare("ZeroTrustTunnelCloudflaredConfig", {})], is: "passed" },
    unknown: [tunnel([route(UNKNOWN), end])],
  },
  "tunnel-catch-all": {
    passes: [tunnel([end]), tunnel([route("mlflow.example.org"), end])],
    refuses: [
      [tunnel([route("mlflow.example.org")]), 'is "http://mlflow:5000"', "http_status:404"],
      [tunnel([route(undefined), end]), "config.ingresses[0].hostname is missing", "a host name"],
    ],
    empty: { of: cloudflare("ZeroTrustTunnelCloudflaredConfig", {}), is: "refused" },
    unknown: tunnel(UNKNOWN),
  },
  "strong-passwords": {
    passes: [password(24), password(64)],
    refuses: [[password(8), "length is 8", "at least 24"]],
    empty: { of: password(undefined), is: "refused" },
    unknown: password(UNKNOWN),
  },
};
