import { ArgsError, type Problem } from "../lib/errors.ts";
import { jvmMemoryMiB } from "../lib/jvm.ts";
import { nameProblems } from "../lib/kubernetes-names.ts";
import { type Labels, partLabels } from "../lib/labels.ts";
import { wholeProblems } from "../lib/ranges.ts";
import type { Resources } from "../lib/resources.ts";
import { type DataApiArgs, dataApiDefaults } from "./args.ts";
import { peopleProblems, type TokenPlan, type UserPlan } from "./people.ts";
import { placeProblems } from "./places.ts";

/** Share of the heap for buffers beside it: those of sockets, of HDFS packets and of HBase calls. */
const DIRECT_SHARE = 0.25;
/** Threads' stacks and what Jetty, HDFS's and HBase's clients load, above a plain daemon. */
const CLIENTS_MIB = 128;
/** A pod that stops is asked for nothing new from then on: every node has taken its address out by now. */
const LEAVE_SECONDS = 5;
/** For the end of the process, after the drain. */
const END_SECONDS = 10;

/** What a data API is made of, all decided. */
export interface DataApiPlan {
  /** Stem of every name. */
  readonly name: string;
  /** Labels of its pods. */
  readonly labels: Labels;
  /** Labels by which pods of its namespace are its clients. */
  readonly clientLabels: Labels;
  readonly users: readonly UserPlan[];
  readonly tokens: readonly TokenPlan[];
  readonly replicas: number;
  readonly root: string;
  readonly tablesNamespace: string;
  readonly heapMiB: number;
  /** Most of the buffers outside of the heap. */
  readonly directMiB: number;
  readonly resources: Resources;
  readonly sessionMinutes: number;
  readonly requestsPerSecond: number;
  readonly maxConcurrent: number;
  readonly maxUploadGiB: number;
  readonly drainSeconds: number;
  /** Between the order to stop and the signal: new requests go elsewhere by then. */
  readonly leaveSeconds: number;
  /** After which it is killed: longer than leaving and draining. */
  readonly graceSeconds: number;
}

/** Decides, or throws ArgsError with every problem at once. */
export function planDataApi(name: string, args: DataApiArgs): DataApiPlan {
  const { users, tokens, root, tablesNamespace, cpuMillis, cpuLimitMillis, ...numbers } = {
    ...dataApiDefaults,
    ...args,
  };
  const { replicas, heapMiB, sessionMinutes, requestsPerSecond, maxConcurrent, maxUploadGiB, drainSeconds } = numbers;
  const problems: readonly Problem[] = [
    ...nameProblems(name),
    ...peopleProblems(users, tokens),
    ...wholeProblems("replicas", replicas, 1, 16),
    ...placeProblems(root, tablesNamespace),
    ...wholeProblems("heapMiB", heapMiB, 256, 32_768),
    ...wholeProblems("cpuMillis", cpuMillis, 10, 64_000),
    ...wholeProblems("cpuLimitMillis", cpuLimitMillis, cpuMillis, 64_000),
    ...wholeProblems("sessionMinutes", sessionMinutes, 5, 43_200),
    ...wholeProblems("requestsPerSecond", requestsPerSecond, 1, 100_000),
    ...wholeProblems("maxConcurrent", maxConcurrent, 8, 4096),
    ...wholeProblems("maxUploadGiB", maxUploadGiB, 1, 16_384),
    ...wholeProblems("drainSeconds", drainSeconds, 5, 3600),
  ];
  if (problems.length > 0) throw new ArgsError(`DataApi "${name}"`, problems);
  return {
    name,
    labels: partLabels({ product: "data-api", instance: name }, "server"),
    clientLabels: { "trainyard/client-of": name },
    users: users.map(({ name: user, role, rotation = 1 }) => ({ name: user, role, rotation })),
    tokens: tokens.map(({ id, role, expiresAt, rotation = 1 }) => ({ id, role, expiresAt, rotation })),
    root,
    tablesNamespace,
    ...{ replicas, heapMiB, sessionMinutes, requestsPerSecond, maxConcurrent, maxUploadGiB, drainSeconds },
    directMiB: Math.ceil(heapMiB * DIRECT_SHARE),
    resources: { memoryMiB: jvmMemoryMiB(heapMiB) + CLIENTS_MIB, cpuMillis, cpuLimitMillis },
    leaveSeconds: LEAVE_SECONDS,
    graceSeconds: LEAVE_SECONDS + drainSeconds + END_SECONDS,
  };
}
