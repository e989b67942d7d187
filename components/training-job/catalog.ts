import type { RunpodService } from "../runpod/service.ts";
import type { CloudName, JobInputs } from "./args.ts";
import { type Catalog, type CatalogGpu, catalogQueries } from "./candidates.ts";

/** How long one answer serves, or one failure keeps us from asking again, milliseconds. */
const FRESH_MS = 60_000;

interface Answer {
  readonly at: number;
  readonly gpus: Promise<readonly CatalogGpu[] | undefined>;
}

/**
 * Reads the catalog for jobs: each pool and number of GPUs once a minute for all jobs of the process, so that a hundred
 * jobs cost one question, and one RunPod that is away costs one time-out.
 */
export class CatalogReader {
  private readonly answers = new Map<string, Answer>();
  private readonly service: Pick<RunpodService, "listGpus">;
  private readonly now: () => number;

  constructor(service: Pick<RunpodService, "listGpus">, now: () => number = Date.now) {
    this.service = service;
    this.now = now;
  }

  /** undefined where a part of it was not to be had within `timeoutMs`. Never throws. */
  async read(candidates: JobInputs["candidates"], timeoutMs: number): Promise<Catalog | undefined> {
    const queries = catalogQueries(candidates);
    const answers = await Promise.all(queries.map((query) => this.ask(query.cloud, query.count, timeoutMs)));
    if (answers.every((gpus) => gpus === undefined)) return undefined;
    return (cloud, count) => answers[queries.findIndex((query) => query.cloud === cloud && query.count === count)];
  }

  private ask(cloud: CloudName, count: number, timeoutMs: number): Promise<readonly CatalogGpu[] | undefined> {
    const key = `${cloud} ${count} ${timeoutMs}`;
    const known = this.answers.get(key);
    if (known !== undefined && this.now() - known.at < FRESH_MS) return known.gpus;
    const gpus = within(timeoutMs, () => this.service.listGpus({ cloud, count, timeoutMs }));
    this.answers.set(key, { at: this.now(), gpus });
    return gpus;
  }
}

/** The answer, or undefined for a failure or after `timeoutMs`, whatever the call makes of its own limit. */
async function within<T>(timeoutMs: number, call: () => Promise<T>): Promise<T | undefined> {
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => late.resolve(undefined), timeoutMs);
  try {
    return await Promise.race([call().catch(() => undefined), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
