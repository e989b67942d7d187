import { z } from "zod";
import { tokenKey } from "../../components/data-api/render/constants.ts";
import { KubeApi } from "../../components/kubernetes/api.ts";
import { execIn } from "../../components/kubernetes/exec.ts";
import type { KubeAccess } from "../../components/lib/kube-access.ts";
import { lastLines } from "../../local/process/run.ts";
import { Failure } from "../failure.ts";

const pair = z.strictObject({ direct: z.number().positive(), http: z.number().positive() });
const times = z.strictObject({ p50: z.number(), p95: z.number(), p99: z.number() });
const pairs = z.array(pair).min(1);
const rows = z.strictObject({ gets: pairs, puts: pairs, getsOfOne: pairs, putsOfOne: pairs });
const steady = z.strictObject({ rowGet: z.array(times).min(1), metadata: z.array(times).min(1) });
const upload = z.strictObject({ uploads: pairs });

/** What was done in a second without HTTP and over it, one after the other. */
export type Pair = z.infer<typeof pair>;

/** The tool's answer to one of its subjects. */
export type Load = (subject: "rows" | "steady" | "upload") => Promise<string>;

export const parseRows = (said: string) => rows.parse(JSON.parse(said));
export const parseSteady = (said: string) => steady.parse(JSON.parse(said));
export const parseUpload = (said: string) => upload.parse(JSON.parse(said)).uploads;

const SERVICE = "gateway";
const PODS = `app.kubernetes.io/instance=${SERVICE},app.kubernetes.io/name=data-api`;
const HEAP_MIB = 160;
/** Both JVMs get as fast as they will be, on a machine that may be busy. */
const LIMIT_SECONDS = 3600;

const pods = z.looseObject({ items: z.array(z.looseObject({ metadata: z.looseObject({ name: z.string() }) })).min(1) });
const secret = z.looseObject({ data: z.record(z.string(), z.string()) });

/** The load tool in a pod of a stack's data API; `token` is the id of one with the role admin. */
export async function loadOf(
  access: KubeAccess,
  {
    namespace,
    token,
    seconds,
    samples,
  }: { readonly namespace: string; readonly token: string; readonly seconds: number; readonly samples: number },
): Promise<Load> {
  const api = new KubeApi(access);
  const base = `/api/v1/namespaces/${namespace}`;
  const found = pods.parse(await api.get(`${base}/pods?labelSelector=${encodeURIComponent(PODS)}`));
  const place = { namespace, pod: found.items[0]?.metadata.name ?? "", container: "server" };
  const { data } = secret.parse(await api.get(`${base}/secrets/${SERVICE}-credentials`));
  const password = Buffer.from(data[tokenKey(token)] ?? "", "base64").toString();
  const jvm = ["env", `HEAP_MIB=${HEAP_MIB}`, "JVM_FLAGS=", "LOG_LEVEL=WARN", "run-java", "trainyard.api.bench.Load"];
  return async (subject) => {
    const words = [...jvm, subject, "http://127.0.0.1:8000", password, String(seconds), String(samples)];
    const { exitCode, stdout, stderr } = await execIn(api, place, words, LIMIT_SECONDS);
    if (exitCode === 0) return stdout;
    throw new Failure({
      what: "the bench could not be run",
      on: `trainyard.api.bench.Load ${subject} in pod ${place.pod}`,
      why: `exit code ${exitCode}\n${lastLines(stderr, 12)}`,
      todo: "run it on a machine that does little else; ./yard bench --only data-api repeats it",
    });
  };
}
