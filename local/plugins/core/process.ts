import { engineAddressOf } from "./engine-address.ts";
import type { ProviderKind } from "./kind.ts";
import { watchParent } from "./parent.ts";
import { serve } from "./serve.ts";

/**
 * Serves `kind` as the plugin that this process is: the CLI gives its own address as the last argument, reads the port from
 * the first line of stdout, and interrupts a plugin that it needs no longer.
 */
export async function servePlugin(kind: ProviderKind, args: readonly string[]): Promise<void> {
  const { port, end } = await serve(kind, engineAddressOf(args));
  const stop = () => void end().then(() => process.exit(0));
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  watchParent(stop);
  process.stdout.once("error", stop); // nobody is there to read the port
  process.stdout.write(`${port}\n`);
}
