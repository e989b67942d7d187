import { type Client, type ClientResult, runClient } from "./build.ts";

/** Pushes an image; `digest` is what the registry calls it (`sha256:...`), undefined when the push failed. */
export async function push(
  client: Client,
  imageName: string,
  onLine: (line: string) => void,
  signal?: AbortSignal,
): Promise<ClientResult & { readonly digest: string | undefined }> {
  const result = await runClient(client, ["push", imageName], onLine, signal);
  return { ...result, digest: result.exitCode === 0 ? digestIn(result.output) : undefined };
}

/** The digest in the last lines of `docker push`: `<tag>: digest: sha256:... size: 1234`. */
export function digestIn(output: string): string | undefined {
  return /digest: (sha256:[0-9a-f]{64})\b/.exec(output)?.[1];
}

/** An image's name without its tag: `localhost:5000/team/app:1` is the repository `localhost:5000/team/app`. */
export function repositoryOf(imageName: string): string {
  const colon = imageName.lastIndexOf(":");
  return colon > imageName.lastIndexOf("/") ? imageName.slice(0, colon) : imageName;
}
