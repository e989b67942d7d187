import * as docker from "@pulumi/docker";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { beforeEach, expect, it } from "vitest";
import * as dockerDoor from "../../../components/lib/docker.ts";
import * as door from "../../../components/lib/kubernetes.ts";
import { RandomPassword } from "../../../components/lib/random.ts";
import { mockPulumi } from "../../support/mocks.ts";

type Make = new (name: string, args: never) => pulumi.CustomResource;

const metadata = { name: "north", labels: { app: "north" } };
const spec = { replicas: 1 };
const values = { data: { word: "c2VudGluZWw=" }, immutable: true, metadata };
const pairs: readonly (readonly [string, Make, Make, object])[] = [
  ["Deployment", kubernetes.apps.v1.Deployment, door.Deployment, { metadata, spec }],
  ["StatefulSet", kubernetes.apps.v1.StatefulSet, door.StatefulSet, { metadata, spec }],
  ["Job", kubernetes.batch.v1.Job, door.Job, { metadata, spec }],
  ["CronJob", kubernetes.batch.v1.CronJob, door.CronJob, { metadata, spec }],
  ["Namespace", kubernetes.core.v1.Namespace, door.Namespace, { metadata }],
  ["Service", kubernetes.core.v1.Service, door.Service, { metadata, spec }],
  ["claim", kubernetes.core.v1.PersistentVolumeClaim, door.PersistentVolumeClaim, { metadata, spec }],
  ["NetworkPolicy", kubernetes.networking.v1.NetworkPolicy, door.NetworkPolicy, { metadata, spec }],
  ["budget", kubernetes.policy.v1.PodDisruptionBudget, door.PodDisruptionBudget, { metadata, spec }],
  ["ConfigMap", kubernetes.core.v1.ConfigMap, door.ConfigMap, { ...values, binaryData: { bits: "AAE=" } }],
  ["Secret", kubernetes.core.v1.Secret, door.Secret, { ...values, stringData: { more: "word" }, type: "Opaque" }],
  ["empty Secret", kubernetes.core.v1.Secret, door.Secret, { metadata }],
  [
    "ServiceAccount",
    kubernetes.core.v1.ServiceAccount,
    door.ServiceAccount,
    { metadata, automountServiceAccountToken: false, imagePullSecrets: [{ name: "pull" }], secrets: [{ name: "old" }] },
  ],
  ["RandomPassword", random.RandomPassword, RandomPassword, { length: 32, special: false, keepers: { turn: "1" } }],
  [
    "Provider",
    kubernetes.Provider,
    door.Provider,
    { kubeconfig: "/somewhere/kubeconfig", context: "north", namespace: "south", deleteUnreachable: true },
  ],
  [
    "docker Image",
    docker.Image,
    dockerDoor.Image,
    {
      imageName: "localhost:5000/a:1",
      build: { context: ".", args: { BASE: "x" } },
      buildOnPreview: false,
      registry: { server: "localhost:5000", username: "me", password: pulumi.secret("word") },
      skipPush: true,
    },
  ],
  ["docker Provider", docker.Provider, dockerDoor.Provider, { host: "unix:///somewhere/docker.sock" }],
];

/** All that `make` asks of the engine, but the order of fields and the aliases to API versions of the past. */
async function requestOf(make: Make, args: object): Promise<unknown> {
  await mockPulumi();
  const monitor = pulumi.runtime.getMonitor();
  if (monitor === undefined) throw new Error("mocks give no monitor");
  const register = monitor.registerResource.bind(monitor) as (...call: readonly unknown[]) => unknown;
  let seen: unknown;
  Object.assign(monitor, {
    registerResource: (
      request: { toObject(): object; getObject(): { toJavaScript(): unknown } },
      ...rest: unknown[]
    ) => {
      seen = { ...request.toObject(), object: request.getObject().toJavaScript() };
      return register(request, ...rest);
    },
  });
  new make("north", args as never);
  await pulumi.runtime.disconnect();
  const {
    aliasesList: _aliases,
    sourceposition: _position,
    stacktrace: _trace,
    ...request
  } = seen as Record<string, unknown>;
  return request;
}

beforeEach(() => {
  delete process.env["KUBECONFIG"];
});

it.each(pairs)("asks for a %s as the official class does", async (_name, official, ours, args) => {
  const expected = await requestOf(official, args);
  expect(expected).toHaveProperty("version");
  expect(await requestOf(ours, args)).toEqual(expected);
});

it("gives outputs that a program can read before they are known", async () => {
  await mockPulumi();
  const service = new door.Service("north", { metadata });
  const password = new RandomPassword("south", { length: 32 });
  expect(pulumi.Output.isInstance(service.metadata.name)).toBe(true);
  expect(pulumi.Output.isInstance(password.result)).toBe(true);
});
