import { mkdir, rename, rm, stat } from "node:fs/promises";
import { createWriteStream } from "node:fs";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { sha256Of } from "../../runpod/file-hash.ts";
import { DataApiError } from "./failures.ts";
import type { Transport } from "./transport.ts";

interface Fetching {
  readonly path: string;
  /** Local file, whole or not there. */
  readonly to: string;
  /** What it must be, 64 hex digits. */
  readonly sha256: string;
  /** As it was then. @default - as it is */
  readonly snapshot?: string;
}

const TRIES = 5;
/** For one range of a large file. */
const LIMIT_MS = 600_000;

/** Writes aside, checks the hash, renames. What came before a cut is kept, and the rest asked for. */
export async function fetchFile(transport: Transport, wish: Fetching): Promise<void> {
  const aside = `${wish.to}.part`;
  await mkdir(dirname(wish.to), { recursive: true });
  for (let tried = 1; ; tried += 1) {
    try {
      await append(transport, wish, aside);
      break;
    } catch (error) {
      if (!(error instanceof DataApiError) || error.kind !== "away" || tried >= TRIES) throw error;
    }
  }
  const got = await sha256Of(aside);
  if (got !== wish.sha256) {
    await rm(aside);
    throw new DataApiError(`read "${wish.path}"`, 200, `its SHA-256 is ${got}, expected ${wish.sha256}`);
  }
  await rename(aside, wish.to);
}

async function append(transport: Transport, { path, snapshot }: Fetching, aside: string): Promise<void> {
  const from = (await stat(aside).catch(() => undefined))?.size ?? 0;
  const query = { path, ...(snapshot === undefined ? {} : { snapshot }) };
  const header = from === 0 ? {} : { Range: `bytes=${from}-` };
  const what = `read "${path}"`;
  let status = 200;
  try {
    const body = await transport.ask({ what, repeat: true, limitMs: LIMIT_MS }, async (api, how) => {
      const answer = await api.GET("/v1/files", { ...how, parseAs: "stream", params: { query, header } });
      status = answer.response.status;
      return { data: answer.data as unknown as ReadableStream | null };
    });
    const out = createWriteStream(aside, { flags: status === 206 ? "a" : "w" });
    if (body === null) out.end();
    else
      await pipeline(Readable.fromWeb(body), out).catch((error: unknown) => {
        throw new DataApiError(what, 0, `the answer broke off: ${error instanceof Error ? error.message : "?"}`);
      });
  } catch (error) {
    // The file ends where what is here ends.
    if (!(error instanceof DataApiError) || error.status !== 416) throw error;
  }
}
