import { ArgsError, type Problem } from "../lib/errors.ts";
import { nameProblems } from "../lib/kubernetes-names.ts";
import { type Instance, type Labels, instanceLabels, partLabels } from "../lib/labels.ts";
import { scheduleProblems, wholeProblems } from "../lib/ranges.ts";
import type { Resources } from "../lib/resources.ts";
import { type MLflowArgs, mlflowDefaults, retentionDefaults } from "./args.ts";

const MAX_STORAGE_GIB = 65536;
const MAX_CPU_MILLIS = 64_000;
const host = /^[a-z0-9*]([-a-z0-9.*]*[a-z0-9*])?(:(\d{1,5}|\*))?$/;
const username = /^[a-z0-9][-a-z0-9_.@]{0,62}$/i;

/** What a tracking server is made of, all decided. */
export interface MLflowPlan {
  /** Stem of every name. */
  readonly name: string;
  /** Labels of all its pods. */
  readonly allLabels: Labels;
  readonly serverLabels: Labels;
  readonly migrationLabels: Labels;
  readonly retentionLabels: Labels;
  readonly replicas: number;
  readonly resources: Resources;
  readonly artifactsGiB: number;
  readonly artifactsAccess: "ReadWriteOnce" | "ReadWriteMany";
  readonly storageClass: string | undefined;
  /** Whether its pods must share a node, since only one node can mount the artifacts. */
  readonly oneNode: boolean;
  readonly adminUsername: string;
  readonly allowedHosts: readonly string[];
  readonly retention: { readonly deletedDays: number; readonly schedule: string } | undefined;
  readonly retain: boolean;
}

/** Decides, or throws ArgsError with every problem at once. */
export function planMLflow(name: string, args: MLflowArgs): MLflowPlan {
  const { replicas, memoryMiB, cpuMillis, cpuLimitMillis, ...rest } = { ...mlflowDefaults, ...args };
  const { artifactsGiB, artifactsAccess, adminUsername, allowedHosts, retain } = rest;
  const retention = rest.retention === false ? undefined : { ...retentionDefaults, ...rest.retention };
  const problems: readonly Problem[] = [
    ...nameProblems(name),
    ...wholeProblems("replicas", replicas, 1, 16),
    ...wholeProblems("artifactsGiB", artifactsGiB, 1, MAX_STORAGE_GIB),
    ...wholeProblems("memoryMiB", memoryMiB, 768, 262_144),
    ...wholeProblems("cpuMillis", cpuMillis, 10, MAX_CPU_MILLIS),
    ...wholeProblems("cpuLimitMillis", cpuLimitMillis, cpuMillis, MAX_CPU_MILLIS),
    ...adminProblems(adminUsername),
    ...allowedHosts.flatMap((entry, index) => hostProblems(`allowedHosts[${index}]`, entry)),
    ...(retention === undefined
      ? []
      : [
          ...wholeProblems("retention.deletedDays", retention.deletedDays, 1, 3650),
          ...scheduleProblems("retention.schedule", retention.schedule),
        ]),
  ];
  if (problems.length > 0) throw new ArgsError(`MLflow "${name}"`, problems);
  const of: Instance = { product: "mlflow", instance: name };
  return {
    name,
    allLabels: instanceLabels(of),
    serverLabels: partLabels(of, "server"),
    migrationLabels: partLabels(of, "migration"),
    retentionLabels: partLabels(of, "retention"),
    replicas,
    resources: { memoryMiB, cpuMillis, cpuLimitMillis },
    artifactsGiB,
    artifactsAccess,
    storageClass: args.storageClass,
    oneNode: artifactsAccess === "ReadWriteOnce",
    adminUsername,
    allowedHosts,
    retention,
    retain,
  };
}

function adminProblems(name: string): readonly Problem[] {
  if (username.test(name)) return [];
  const allowed = "1 to 63 letters, digits and -_.@, starting with a letter or digit";
  return [{ path: "adminUsername", reason: `must be ${allowed}, got ${JSON.stringify(name)}` }];
}

function hostProblems(path: string, entry: string): readonly Problem[] {
  if (entry === "*") return [{ path, reason: "must name hosts: `*` would let any website reach the server" }];
  if (host.test(entry)) return [];
  return [{ path, reason: `must be a host name, with a port if need be, got ${JSON.stringify(entry)}` }];
}
