import { promisify } from "node:util";
import { z } from "zod";
import { isImageName } from "../../components/lib/images.ts";
import type { Engine } from "../engine/endpoint.ts";
import type { OwnImage } from "./own-image.ts";

const bytesPerMB = 1e6;

/** An image of ours in the engine that the sources at hand do not make. */
export interface StaleImage {
  readonly id: string;
  /** Every reference to it, those under a registry's name included. */
  readonly names: readonly string[];
  readonly createdAt: Date;
  /** All layers together, unpacked. */
  readonly sizeMB: number;
  /** What no other image of the engine shares with it; undefined where the engine does not say. */
  readonly ownMB: number | undefined;
}

/** What became of each reference. */
export interface Pruned {
  readonly removed: readonly string[];
  readonly kept: readonly { readonly name: string; readonly why: string }[];
  /** Layers that are gone, in MB. */
  readonly freedMB: number;
  /** Steps of builds that are gone, in MB. */
  readonly freedStepsMB: number;
}

/** `docker system df`: sizes in bytes, `SharedSize` -1 where it was not computed, `Created` in seconds since 1970. */
const usageShape = z.object({
  LayersSize: z.number(),
  Images: z
    .array(
      z.object({
        Id: z.string(),
        RepoTags: z.array(z.string()).nullish(),
        RepoDigests: z.array(z.string()).nullish(),
        Created: z.number(),
        Size: z.number(),
        SharedSize: z.number(),
      }),
    )
    .nullish(),
});

const ours = /^(?:[^\s@]+\/)?trainyard\/(?<source>[a-z-]+)(?::(?<tag>[0-9a-f]{12})|@sha256:[0-9a-f]{64})$/;

/** Hours for which steps of builds are kept after their last use: of what is being worked on. */
const stepsHours = 24;

/** Images of ours under tags that `current` does not have, the oldest first. */
export async function findStale(engine: Engine, current: readonly OwnImage[]): Promise<StaleImage[]> {
  const wanted = new Set(current.map(({ source, tag }) => `${source}:${tag}`));
  const { Images } = await usage(engine);
  return (Images ?? [])
    .flatMap(({ Id, RepoTags, RepoDigests, Created, Size, SharedSize }) => {
      // A pushed image whose tag went to another has its digests only.
      const all = tagged(RepoTags).length > 0 ? tagged(RepoTags) : (RepoDigests ?? []);
      const names = all.filter((name) => isStale(name, wanted));
      const sizes = { sizeMB: Size / bytesPerMB, ownMB: SharedSize < 0 ? undefined : (Size - SharedSize) / bytesPerMB };
      return names.length === 0 ? [] : [{ id: Id, names, createdAt: new Date(Created * 1000), ...sizes }];
    })
    .sort((one, other) => one.createdAt.getTime() - other.createdAt.getTime());
}

/** Docker 20 says `<none>:<none>` of an image without a tag, later ones an empty list. */
const tagged = (tags: readonly string[] | null | undefined) => (tags ?? []).filter((tag) => tag !== "<none>:<none>");

/** Whether a reference is to an image of ours, and not to one of `wanted` (`<source>:<tag>`). */
export function isStale(reference: string, wanted: ReadonlySet<string>): boolean {
  const { source = "", tag } = ours.exec(reference)?.groups ?? {};
  return isImageName(source) && !wanted.has(`${source}:${tag ?? ""}`);
}

/**
 * Removes images by their names; one that a container uses stays, and a name that is gone is not missed. In an engine of
 * our own also the steps of builds that no image has and nothing used for a day: elsewhere they may be those of others.
 */
export async function prune(
  engine: Engine,
  stale: readonly StaleImage[],
  progress: (line: string) => void,
): Promise<Pruned> {
  const before = await usage(engine);
  const removed: string[] = [];
  const kept: { name: string; why: string }[] = [];
  for (const { names } of stale) {
    for (const name of names) {
      const why = await refusal(engine, name);
      if (why === undefined) removed.push(name);
      else kept.push({ name, why });
      progress(why === undefined ? `removed ${name}` : `kept ${name}: ${why}`);
    }
  }
  const after = await usage(engine);
  const freedMB = Math.max(0, before.LayersSize - after.LayersSize) / bytesPerMB;
  const freedStepsMB = engine.origin === "private" ? await pruneSteps(engine, stepsHours) : 0;
  return { removed, kept, freedMB, freedStepsMB };
}

/** Removes a name, with the image where it was the last one; or why the engine does not. */
async function refusal(engine: Engine, name: string): Promise<string | undefined> {
  try {
    await engine.docker.getImage(name).remove();
    return undefined;
  } catch (error) {
    const { statusCode, json, message } = error as {
      statusCode?: number;
      json?: { message?: string };
      message: string;
    };
    if (statusCode === 404) return undefined;
    if (statusCode === 409) return json?.message ?? message;
    throw error;
  }
}

/** Removes steps of builds that are not part of an image and that nothing used for `hours`; answers the MB that they took. */
export async function pruneSteps(engine: Engine, hours: number): Promise<number> {
  const { modem } = engine.docker;
  // The client's own call takes no filter.
  type Wish = Parameters<typeof modem.dial>[0];
  const dial = promisify((wish: Wish, then: (error: Error | null, data?: unknown) => void) => modem.dial(wish, then));
  const options = { filters: { until: [`${hours}h`] } };
  const answer = await dial({ path: "/build/prune?", method: "POST", options, statusCodes: { 200: true } });
  return z.object({ SpaceReclaimed: z.number() }).parse(answer).SpaceReclaimed / bytesPerMB;
}

async function usage(engine: Engine) {
  return usageShape.parse(await engine.docker.df());
}
