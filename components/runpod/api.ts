import { fetchReason } from "../lib/fetch-reason.ts";
import { AmbiguousError, NotFoundError, RateLimitedError, RunpodError, UnauthorizedError } from "./failures.ts";
import { readBalanceUsd } from "./balance.ts";
import { readBilledPods, readBilledUsd } from "./billing.ts";
import { everyPage, type Page, type PageQuery } from "./paging.ts";
import { failureOf } from "./problem.ts";
import { gpuRecord, listOf, podRecord } from "./records.ts";
import type { CreatePodRequest, GpuType, Pod, PodLogLine, RunpodService } from "./service.ts";
import { logLines } from "./sse.ts";
import { createTransport, notUnderstood, type Transport, type TransportOptions } from "./transport.ts";
import { z } from "zod";

/** Parts of the API that are newer than the stored document (api/runpod/overlay.json); off, they are never sent. */
export interface Capabilities {
  /** `cmd` and `entrypoint` on pods. */
  readonly cmd: boolean;
  /** The routes under `/v2/account/secrets`. */
  readonly secrets: boolean;
}

export interface ServiceOptions extends TransportOptions {
  readonly graphqlUrl: string;
  readonly capabilities: Capabilities;
}

/** A create request that may use the newer fields. Give `args` too: it is what is sent where `cmd` is not known. */
export type PodRequest = CreatePodRequest & {
  readonly cmd?: readonly string[];
  readonly entrypoint?: readonly string[];
};

const createTries = 3;

/** RunPod over REST v2. See RunpodService for what each call promises; no error or message holds the key. */
export function createService(options: ServiceOptions): RunpodService {
  const transport = createTransport(options);
  return {
    listPods: () => listPods(transport),
    getPod: (id) => getPod(transport, id),
    createPod: (body) => createPod(transport, podBody(body, options.capabilities)),
    terminatePod: (id) => terminatePod(transport, id),
    podLogs: (id, wanted) => podLogs(transport, id, wanted),
    listGpus: (filter) => listGpus(transport, filter),
    billedUsd: (podId, since) => readBilledUsd(transport, podId, since),
    billedPods: (from, to) => readBilledPods(transport, from, to),
    balanceUsd: () => readBalanceUsd(options, transport),
  };
}

/** `cmd` where it is known and given, else `args`: a stray key is refused by the schema, and both together mean nothing. */
export function podBody(body: PodRequest, capabilities: Capabilities): CreatePodRequest {
  const { cmd, entrypoint, args, ...rest } = body;
  const newer = { ...(cmd && { cmd: [...cmd] }), ...(entrypoint && { entrypoint: [...entrypoint] }) };
  if (capabilities.cmd && Object.keys(newer).length > 0) return { ...rest, ...newer };
  return args === undefined ? rest : { ...rest, args };
}

function listPods({ client, ask }: Transport): Promise<readonly Pod[]> {
  const what = "list pods";
  const read = (query: PageQuery): Promise<Page<Pod>> =>
    ask({ what, repeat: "safe" }, listOf("pods", podRecord), (fetch) =>
      client.GET("/v2/pods", { fetch, querySerializer: () => new URLSearchParams(query).toString() }),
    );
  return everyPage(what, read, (pod) => pod.id);
}

function getPod({ client, ask }: Transport, id: string): Promise<Pod> {
  return ask({ what: `read pod ${id}`, repeat: "safe" }, podRecord, (fetch) =>
    client.GET("/v2/pods/{id}", { fetch, params: { path: { id } } }),
  );
}

/** After a 429 it is sent again only when the list shows that nothing was made; else the caller has to look. */
async function createPod(transport: Transport, body: CreatePodRequest): Promise<Pod> {
  const what = `create pod ${body.name}`;
  for (let tried = 1; ; tried += 1) {
    try {
      return await transport.ask({ what, repeat: "once" }, podRecord, (fetch) =>
        transport.client.POST("/v2/pods", { fetch, body }),
      );
    } catch (error) {
      if (!(error instanceof RateLimitedError) || tried >= createTries) throw error;
      const pods = await listPods(transport);
      if (!pods.some((pod) => pod.name === body.name)) continue;
      const advice = "look at it before anything is created";
      throw new AmbiguousError(`${what}: RunPod answered 429, but a pod of that name exists; ${advice}`, error);
    }
  }
}

async function terminatePod(transport: Transport, id: string): Promise<void> {
  const { client, ask } = transport;
  try {
    await ask({ what: `terminate pod ${id}`, repeat: "after-429" }, z.unknown(), (fetch) =>
      client.POST("/v2/pods/{id}/action", { fetch, params: { path: { id } }, body: { action: "terminate" } }),
    );
  } catch (error) {
    // Whatever is wrong with the action, the other way may be open; a bad key or a limit on calls closes both.
    const isClosed = error instanceof UnauthorizedError || error instanceof RateLimitedError;
    if (isClosed || !(error instanceof RunpodError)) throw error;
    await deletePod(transport, id);
  }
}

async function deletePod({ client, ask }: Transport, id: string): Promise<void> {
  try {
    await ask({ what: `delete pod ${id}`, repeat: "after-429" }, z.unknown(), (fetch) =>
      client.DELETE("/v2/pods/{id}", { fetch, params: { path: { id } } }),
    );
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
  }
}

async function* podLogs(
  { client, carrier }: Transport,
  id: string,
  wanted: Parameters<RunpodService["podLogs"]>[1],
): AsyncGenerator<PodLogLine> {
  const { after, since, tail, source, signal } = wanted;
  const what = `read the log of pod ${id}`;
  const query = {
    ...(since !== undefined && { since: since.toISOString() }),
    ...(tail !== undefined && { tail }),
    ...(source !== undefined && { source }),
  };
  const header = after === undefined ? {} : { "Last-Event-ID": after };
  try {
    const { data } = await client.GET("/v2/pods/{id}/logs", {
      fetch: carrier({ what, repeat: "safe", stream: true, signal }),
      params: { path: { id }, query, header },
      headers: { Accept: "text/event-stream" },
      parseAs: "stream",
    });
    if (!data) throw notUnderstood({ what }, "it has no body");
    yield* logLines(data, signal);
  } catch (error) {
    if (signal?.aborted === true) return;
    if (error instanceof TypeError || (error instanceof Error && error.name === "AbortError"))
      throw failureOf({ what, status: 0, body: `the stream broke off: ${fetchReason(error)}` });
    throw error;
  }
}

function listGpus(
  { client, ask }: Transport,
  filter: Parameters<RunpodService["listGpus"]>[0],
): Promise<readonly GpuType[]> {
  const { count, cloud, timeoutMs } = filter;
  const what = "read the GPU catalog";
  const wanted = {
    include: "AVAILABILITY",
    product: "POD",
    ...(count && { count: String(count) }),
    ...(cloud && { cloud }),
  };
  const read = (query: PageQuery): Promise<Page<GpuType>> =>
    ask({ what, repeat: "safe", limitMs: timeoutMs }, listOf("gpus", gpuRecord), (fetch) =>
      client.GET("/v2/catalog/gpus", {
        fetch,
        querySerializer: () => new URLSearchParams({ ...wanted, ...query }).toString(),
      }),
    );
  return everyPage(what, read, (gpu) => gpu.id);
}
