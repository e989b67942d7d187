import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Fault } from "../../local/runpod/faults.ts";

const podShape = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  env: z.record(z.string(), z.string()),
  terminatedAt: z.number().nullable(),
  billedSeconds: z.number(),
  billedUsd: z.number(),
  starts: z.number(),
  intervals: z.array(z.object({ from: z.number(), to: z.number().nullable() })),
});
const volumeShape = z.object({ id: z.string(), name: z.string(), deletedAt: z.number().nullable() });
const endpointShape = z.object({ controlUrl: z.string(), apiUrl: z.string(), apiKey: z.string() });
const stateShape = z.object({
  now: z.number(),
  balanceUsd: z.number(),
  pods: z.array(podShape),
  volumes: z.array(volumeShape),
  faults: z.array(z.object({ left: z.number() })),
  bugs: z.array(z.unknown()),
});
const requestsShape = z.object({
  requests: z.array(z.object({ at: z.number(), method: z.string(), path: z.string(), status: z.number().nullish() })),
});

/** A pod of the account, living or terminated; its billed intervals in epoch milliseconds. */
export type AccountPod = z.infer<typeof podShape>;

/** The emulated account as its owner could never see it: the truth that a test judges by. */
export class Account {
  readonly #home: string;

  constructor(home: string) {
    this.#home = home;
  }

  async state(): Promise<z.infer<typeof stateShape>> {
    return stateShape.parse(await this.#call("GET", "/state"));
  }

  /** Every pod there ever was. */
  async pods(): Promise<AccountPod[]> {
    return (await this.state()).pods;
  }

  async livePods(): Promise<AccountPod[]> {
    return (await this.pods()).filter((pod) => pod.terminatedAt === null);
  }

  async liveVolumes(): Promise<string[]> {
    return (await this.state()).volumes.filter((volume) => volume.deletedAt === null).map((volume) => volume.id);
  }

  async requests(): Promise<z.infer<typeof requestsShape>["requests"]> {
    return requestsShape.parse(await this.#call("GET", "/requests")).requests;
  }

  /** Deletes every volume by the public API, as its owner does in the web console. */
  async deleteVolumes(): Promise<void> {
    const { apiUrl, apiKey } = await this.#endpoint();
    for (const id of await this.liveVolumes()) {
      const headers = { authorization: `Bearer ${apiKey}`, "user-agent": "trainyard-test" };
      const answer = await fetch(`${apiUrl}/network-volumes/${id}`, { method: "DELETE", headers });
      if (!answer.ok) throw new Error(`volume ${id}: ${answer.status} ${await answer.text()}`);
    }
  }

  async forgetRequests(): Promise<void> {
    await this.#call("DELETE", "/requests");
  }

  /** Arms a fault for requests such as `POST /v2/pods`. */
  async arm(request: string, fault: Fault, count: { after?: number; times?: number } = {}): Promise<void> {
    const [method = "*", path = ""] = request.split(" ");
    await this.#call("POST", "/faults", { match: { method, path }, fault, ...count });
  }

  /** Every armed fault has met its requests. */
  async hasStruck(): Promise<boolean> {
    return (await this.state()).faults.every((fault) => fault.left === 0);
  }

  async post(route: string, body: unknown): Promise<void> {
    await this.#call("POST", route, body);
  }

  async #endpoint(): Promise<z.infer<typeof endpointShape>> {
    const file = join(this.#home, "local", "runpod", "endpoint.json");
    return endpointShape.parse(JSON.parse(await readFile(file, "utf8")));
  }

  async #call(method: string, route: string, body?: unknown): Promise<unknown> {
    const { controlUrl } = await this.#endpoint();
    const headers = { "x-control": "1", "content-type": "application/json" };
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
    const answer = await fetch(controlUrl + route, { ...init, signal: AbortSignal.timeout(10_000) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${route}: ${answer.status} ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  }
}

/** The largest number of pods that were billed at one moment. `graceMs`: an overlap this short does not count. */
export function mostBilledAtOnce(pods: readonly AccountPod[], nowMs: number, graceMs = 0): number {
  const spans = pods.flatMap((pod) =>
    pod.intervals
      .map(({ from, to }) => ({ from: from + graceMs, to: to ?? nowMs }))
      .filter(({ from, to }) => from < to),
  );
  return Math.max(0, ...spans.map(({ from }) => spans.filter((other) => other.from <= from && from < other.to).length));
}
