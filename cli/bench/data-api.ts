import { availableParallelism } from "node:os";
import { stackNamespace } from "../../components/lib/kubernetes-names.ts";
import type { BenchBed } from "./bed.ts";
import type { Bench } from "./benches.ts";
import { type Load, loadOf, type Pair, parseRows, parseSteady, parseUpload } from "./data-api-load.ts";
import { type BenchRow, judged, median, ratios } from "./result.ts";

const STACK = "data";
const TOKEN = "bench";
/** Seconds of one sample of rows; a gigabyte takes as long as it takes. */
const SAMPLE_SECONDS = 5;

/** A data layer of one server each. The heap leaves the pod room for the tool that measures beside the service. */
const layer = {
  runpod: "emulated",
  kubernetes: "local",
  jobs: [],
  zookeeper: { servers: 1 },
  hdfs: { dataNodes: 1, dataNodeGiB: 10 },
  hbase: { regionServers: 1, backup: false },
  dataApi: { heapMiB: 1024, requestsPerSecond: 100_000, tokens: [{ id: TOKEN, role: "admin" }] },
} as const;

/** What the data API adds to what it is built on, and how long it takes to answer. The tool runs in its pod: no forward is measured. */
export const benchDataApi: Bench = async (bed, runs) => {
  await bed.configure(STACK, layer);
  await bed.yard(["up", "-s", STACK]);
  const namespace = stackNamespace("trainyard", STACK);
  const load = await loadOf(await bed.cluster(), { namespace, token: TOKEN, seconds: SAMPLE_SECONDS, samples: runs });
  const rows = [...(await rowRates(load)), ...(await steadyTimes(load)), await uploadRate(load)];
  await down(bed);
  return rows;
};

const down = (bed: BenchBed): Promise<number> => bed.yard(["down", "-s", STACK]);

const shared = `tool, service, HBase and HDFS share ${availableParallelism()} processors`;

const overDirect = (pairs: readonly Pair[]) => ratios(pairs.map(({ http, direct }) => ({ ours: http, base: direct })));

/** `3000/6000 3100/6100`, in so many at a time. */
const rates = (pairs: readonly Pair[], unit = 1) =>
  pairs.map(({ http, direct }) => `${(http / unit).toFixed(0)}/${(direct / unit).toFixed(0)}`).join(" ");

async function rowRates(load: Load): Promise<readonly BenchRow[]> {
  const { gets, puts, getsOfOne, putsOfOne } = parseRows(await load("rows"));
  const row = (what: string, pairs: readonly Pair[], ofOne: readonly Pair[]) =>
    judged({
      bench: "data-api",
      what: `${what} over HTTP, 32 clients`,
      baseline: "the service's client of HBase without HTTP, a call for each, same process, in turns",
      unit: "x",
      samples: overDirect(pairs),
      goal: { atLeast: 0.6 },
      note:
        `in a second HTTP/direct: ${rates(pairs)}, where the service sends together what comes together; ` +
        `1 client, which has no company: ${median(overDirect(ofOne)).toFixed(2)} x (${rates(ofOne)}); ${shared}`,
    });
  return [row("row get", gets, getsOfOne), row("row put", puts, putsOfOne)];
}

async function steadyTimes(load: Load): Promise<readonly BenchRow[]> {
  const { rowGet, metadata } = parseSteady(await load("steady"));
  const row = (what: string, times: typeof rowGet) =>
    judged({
      bench: "data-api",
      what: `${what} at 300 requests a second, 95th percentile`,
      baseline: "-",
      unit: "ms",
      samples: times.map(({ p95 }) => p95),
      goal: { atMost: 100 },
      note: `from when a request was due; medians ${times.map(({ p50 }) => p50.toFixed(1)).join(" ")} ms; ${shared}`,
    });
  return [row("row get", rowGet), row("metadata of a file", metadata)];
}

async function uploadRate(load: Load): Promise<BenchRow> {
  const pairs = parseUpload(await load("upload"));
  return judged({
    bench: "data-api",
    what: "upload of 1 GB over HTTP, hashed and published",
    baseline: "a client of HDFS that writes as much, same process, in turns",
    unit: "x",
    samples: overDirect(pairs),
    goal: { atLeast: 0.7 },
    note: `MB in a second HTTP/direct: ${rates(pairs, 1e6)}; ${shared}`,
  });
}
