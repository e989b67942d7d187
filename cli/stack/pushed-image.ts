import { isLoopback } from "../../components/lib/http-url.ts";
import type { Upstream } from "../images/index.ts";
import { Failure } from "../failure.ts";

const answerSeconds = 5;

const pushed = /^(?<host>localhost|[^/]*[.:][^/]*)\/(?<path>[^@]+)@(?<digest>sha256:[0-9a-f]{64})$/;
const manifests = [
  "application/vnd.docker.distribution.manifest.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
];

/** Whether a registry lost an image that was pushed by digest. True only where it says so itself: one that asks who we are is not asked again. */
export async function isLost(repoDigest: unknown): Promise<boolean> {
  const { host, path, digest } = (typeof repoDigest === "string" && pushed.exec(repoDigest)?.groups) || {};
  if (host === undefined || path === undefined || digest === undefined || host === "docker.io") return false;
  const scheme = isLoopback(`http://${host}`) ? "http" : "https";
  const answer = await fetch(`${scheme}://${host}/v2/${path}/manifests/${digest}`, {
    method: "HEAD",
    headers: { accept: manifests.join(", ") },
    signal: AbortSignal.timeout(answerSeconds * 1000),
  }).catch(() => undefined);
  return answer?.status === 404;
}

/** Throws a Failure where a registry does not have an image that `trainyard:images` names: its pods would wait for it in vain. */
export async function refuseLostImages(images: Upstream, on: string): Promise<void> {
  const named = Object.entries(images);
  const lost = await Promise.all(named.map(([, reference]) => isLost(reference)));
  const gone = named.filter((_, index) => lost[index]);
  if (gone.length === 0) return;
  throw new Failure({
    what: "an image that trainyard:images names is not in its registry; nothing was changed",
    on,
    why: gone.map(([name, reference]) => `${name}: ${reference.split("/")[0]} does not have ${reference}`).join("\n"),
    todo: "push it there again, take the line out of trainyard:images (ours is built instead), or ./yard promote from a stack whose image is there",
  });
}
