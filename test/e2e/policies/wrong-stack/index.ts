import * as k8s from "../../../../components/lib/kubernetes.ts";
import { RandomPassword } from "../../../../components/lib/random.ts";

// Nothing is asked of a cluster: there is none at this address.
const inside = { provider: new k8s.Provider("cluster", { kubeconfig: "/nowhere/kubeconfig" }) };
const metadata = { name: "wrong", namespace: "open" };
const labels = { app: "wrong" };

new k8s.Namespace("open", { metadata: { name: "open" } }, inside);
const drawn = new RandomPassword("short", { length: 8 });
new k8s.ConfigMap("conf", { metadata, data: { uri: "mysql://root:hunter2hunter2@db" } }, inside);
new k8s.Service("front", { metadata, spec: { type: "NodePort", ports: [{ port: 80 }] } }, inside);
new k8s.NetworkPolicy("wide", { metadata, spec: { podSelector: {}, policyTypes: ["Ingress"], ingress: [{}] } }, inside);
new k8s.PersistentVolumeClaim(
  "forgotten",
  { metadata, spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } } },
  inside,
);
const container = {
  name: "main",
  image: "evil.example/web:latest",
  env: [{ name: "API_TOKEN", value: "hunter2hunter2" }],
  ports: [{ containerPort: 80, hostPort: 80 }],
  securityContext: { privileged: true, runAsUser: 0 },
  resources: { requests: { memory: "64Mi" }, limits: { memory: "128Mi" } },
};
const spec = {
  hostNetwork: true,
  volumes: [
    { name: "host", hostPath: { path: "/" } },
    { name: "run", emptyDir: { medium: "Memory" } },
  ],
  containers: [container],
};
const template = { metadata: { labels }, spec };
const selector = { matchLabels: labels };
const annotations = { "trainyard/availability-percent": "99.9" };
const alone = { replicas: 1, selector, template, strategy: { type: "Recreate" } };
new k8s.Deployment("alone", { metadata: { ...metadata, annotations }, spec: alone }, inside);
new k8s.Deployment("together", { metadata, spec: { ...alone, replicas: 3 } }, inside);
new k8s.CronJob("again", { metadata, spec: { schedule: "* * * * *", jobTemplate: { spec: { template } } } }, inside);
// How many there are is known when the password is drawn, and no sooner.
const replicas = drawn.result.apply((text) => text.length);
new k8s.Deployment("guess", { metadata, spec: { ...alone, replicas } }, inside);
