import { open, readFile, stat } from "node:fs/promises";
import type { DataApiClient, FileMetadata } from "./client.ts";
import { DataApiError, orAbsent } from "./failures.ts";
import { sha256Of } from "../../runpod/file-hash.ts";

/** A local file and the path that it shall have. */
export interface Bringing {
  readonly path: string;
  /** Local file. */
  readonly from: string;
  readonly contentType: string;
  /** Of the local file, where it is known. @default - reckoned */
  readonly sha256?: string;
}

/** Above this a file goes in pieces that can be taken up again, bytes. */
const WHOLE_BYTES = 8 * 2 ** 20;
const PIECE_BYTES = 8 * 2 ** 20;
/** Pieces in a row of which nothing arrives. */
const TRIES = 6;

/**
 * Observes, sends, looks again. Only what was seen is replaced: where somebody else changes the path meanwhile, it is a
 * DataApiError of kind `changed`. A piece or an answer that is lost is asked about, never sent blindly.
 */
export async function bringFile(
  client: DataApiClient,
  wish: Bringing,
): Promise<FileMetadata & { readonly same: boolean }> {
  const sha256 = wish.sha256 ?? (await sha256Of(wish.from));
  const before = await client.metadata(wish.path);
  if (before?.sha256 === sha256) return { ...before, same: true };
  const { size } = await stat(wish.from);
  try {
    const made = await (size > WHOLE_BYTES ? inPieces : whole)(client, wish, { sha256, size, replaces: before?.etag });
    return { ...made, same: false };
  } catch (error) {
    // The answer to a call that had its effect may be lost, and the second one finds its work done: the path has changed, or the upload is gone.
    const mayBeDone = error instanceof DataApiError && (error.kind === "changed" || error.kind === "absent");
    const now = mayBeDone ? await client.metadata(wish.path) : undefined;
    if (now?.sha256 === sha256) return { ...now, same: false };
    throw error;
  }
}

interface Content {
  readonly sha256: string;
  readonly size: number;
  /** ETag of what is there. */
  readonly replaces: string | undefined;
}

async function whole(client: DataApiClient, wish: Bringing, { sha256, replaces }: Content): Promise<FileMetadata> {
  const bytes = await readFile(wish.from);
  const guard = replaces === undefined ? { "If-None-Match": "*" } : { "If-Match": replaces };
  const digest = `sha-256=:${Buffer.from(sha256, "hex").toString("base64")}:`;
  return client.transport.ask({ what: `write "${wish.path}"`, repeat: true }, (api, how) =>
    api.PUT("/v1/files", {
      ...how,
      ...raw(bytes, wish.contentType),
      params: { query: { path: wish.path }, header: { ...guard, "Repr-Digest": digest } },
    }),
  );
}

async function inPieces(client: DataApiClient, wish: Bringing, content: Content): Promise<FileMetadata> {
  const { path, from, contentType } = wish;
  const { size, sha256, replaces } = content;
  const body = { path, sizeBytes: size, contentType, sha256, ...(replaces === undefined ? {} : { replaces }) };
  const upload = await client.transport.ask({ what: `begin the upload of "${path}"`, repeat: true }, (api, how) =>
    api.POST("/v1/uploads", { ...how, body }),
  );
  const params = { path: { id: upload.id } };
  const file = await open(from);
  try {
    for (let [offset, stuck] = [upload.offsetBytes, 0]; offset < size;) {
      const { standsAt, failure } = await sendPiece(client, upload.id, file, offset, size);
      stuck = standsAt > offset ? 0 : stuck + 1;
      if (failure !== undefined && stuck >= TRIES) throw failure;
      if (failure !== undefined) await client.transport.pause(stuck);
      offset = standsAt;
    }
  } finally {
    await file.close();
  }
  const what = `publish the upload of "${path}"`;
  return client.transport.ask({ what, repeat: true, limitMs: 300_000 }, (api, how) =>
    api.POST("/v1/uploads/{id}/publish", { ...how, params }),
  );
}

/** Sends the piece at `offset`, and answers with what the service has then: it knows what came before a cut. */
async function sendPiece(
  client: DataApiClient,
  id: string,
  file: Awaited<ReturnType<typeof open>>,
  offset: number,
  size: number,
): Promise<{ readonly standsAt: number; readonly failure?: DataApiError }> {
  const bytes = Buffer.alloc(Math.min(PIECE_BYTES, size - offset));
  const { bytesRead } = await file.read(bytes, 0, bytes.length, offset);
  if (bytesRead < bytes.length) throw new Error(`the file that upload ${id} is of became shorter`);
  const what = `go on with upload ${id} at byte ${offset}`;
  const sent = client.transport.ask({ what, repeat: false }, (api, how) =>
    api.PATCH("/v1/uploads/{id}", {
      ...how,
      ...raw(bytes, "application/octet-stream"),
      params: { path: { id }, header: { "Upload-Offset": offset } },
    }),
  );
  try {
    return { standsAt: (await sent).offsetBytes };
  } catch (error) {
    const unclear = error instanceof DataApiError && (error.kind === "away" || error.kind === "changed");
    if (!unclear) throw error;
    const seen = await orAbsent(
      client.transport.ask({ what: `look at upload ${id}`, repeat: true }, (api, how) =>
        api.GET("/v1/uploads/{id}", { ...how, params: { path: { id } } }),
      ),
    );
    if (seen === undefined) throw error;
    return { standsAt: seen.offsetBytes, failure: error };
  }
}

/** A body of bytes: the description calls it a binary string. */
function raw(bytes: Buffer, contentType: string) {
  return {
    body: bytes as unknown as string,
    bodySerializer: (body: unknown) => body,
    headers: { "Content-Type": contentType },
  };
}
