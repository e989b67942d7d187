import { readFile } from "node:fs/promises";
import { hasImage, pushImage } from "./push.ts";

const registrySeconds = 30;

/** Makes sure that the registry has the image of a pod's first container; waits for a registry that is just starting. */
export async function ensurePauseImage(reference: string, program: string): Promise<void> {
  const deadline = Date.now() + registrySeconds * 1000;
  for (;;) {
    try {
      if (await hasImage(reference)) return;
      break;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  const content = await readFile(program);
  await pushImage(reference, { files: [{ path: "pause", content, mode: 0o755 }], entrypoint: ["/pause"] });
}
