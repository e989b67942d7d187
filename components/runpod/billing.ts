import { everyPage, type Page, type PageQuery } from "./paging.ts";
import { billingRecord, listOf } from "./records.ts";
import type { PodBillingRecord } from "./service.ts";
import type { Transport } from "./transport.ts";

const hourMs = 3_600_000;
/** Hour buckets are asked for a week at a time, so that no answer can be cut by a limit on rows. */
const windowMs = 7 * 24 * hourMs;
const maxWindows = 60;

/**
 * What RunPod has billed for a pod since `since`, in USD, and whether any record has landed yet: the bill comes 5 to 60
 * minutes late. Windows meet on bucket edges, so a bucket that comes twice counts once.
 */
export async function readBilledUsd(
  transport: Transport,
  podId: string,
  since: Date,
): Promise<{ usd: number; landed: boolean }> {
  const buckets = new Map<string, number>();
  const first = Math.floor(since.getTime() / hourMs) * hourMs;
  for (let window = 0; window < maxWindows; window += 1) {
    const start = first + window * windowMs;
    if (window > 0 && start > transport.clock.now()) break;
    const isLast = start + windowMs > transport.clock.now();
    const span = { startTime: stamp(start), ...(isLast ? {} : { endTime: stamp(start + windowMs) }) };
    for (const record of await readWindow(transport, podId, span)) buckets.set(record.startTime, record.totalAmount);
  }
  return { usd: [...buckets.values()].reduce((sum, usd) => sum + usd, 0), landed: buckets.size > 0 };
}

/** What RunPod has billed for every pod of the account between two moments, USD by pod id. A week at a time, in buckets of a day. */
export async function readBilledPods(transport: Transport, from: Date, to: Date): Promise<ReadonlyMap<string, number>> {
  const buckets = new Map<string, PodBillingRecord>();
  for (let start = from.getTime(); start < to.getTime(); start += windowMs) {
    const end = Math.min(start + windowMs, to.getTime());
    const records = await readRecords(transport, "read the bill of all pods", {
      bucketSize: "day",
      startTime: stamp(start),
      endTime: stamp(end),
    });
    // Windows are widened to whole buckets, and one at their edge may come twice.
    const inside = records.filter(({ startTime }) => Date.parse(startTime) < to.getTime());
    for (const record of inside) buckets.set(`${record.podId} ${record.startTime}`, record);
  }
  const usd = new Map<string, number>();
  for (const { podId, totalAmount } of buckets.values()) usd.set(podId, (usd.get(podId) ?? 0) + totalAmount);
  return usd;
}

async function readWindow(
  transport: Transport,
  podId: string,
  span: Readonly<Record<string, string>>,
): Promise<readonly PodBillingRecord[]> {
  const what = `read the bill of pod ${podId}`;
  const records = await readRecords(transport, what, { podId, bucketSize: "hour", ...span });
  return records.filter((record) => record.podId === podId);
}

async function readRecords(
  { client, ask }: Transport,
  what: string,
  query: Readonly<Record<string, string>>,
): Promise<readonly PodBillingRecord[]> {
  const read = (page: PageQuery): Promise<Page<PodBillingRecord>> =>
    ask({ what, repeat: "safe" }, listOf("records", billingRecord), (fetch) =>
      client.GET("/v2/billing/pods", {
        fetch,
        querySerializer: () => new URLSearchParams({ ...query, ...page }).toString(),
      }),
    );
  return everyPage(what, read, (record) => `${record.podId} ${record.startTime}`);
}

function stamp(ms: number): string {
  return new Date(ms).toISOString().replace(".000Z", "Z");
}
