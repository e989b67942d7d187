import { watchParent } from "../core/parent.ts";
import { serve } from "./server.ts";

/**
 * Stand-in for `pulumi-language-nodejs`: serves Pulumi's LanguageRuntime protocol for programs and policy packs in
 * Node.js. The CLI starts it with its own address as the last argument and reads the port from the first line of stdout.
 */
const engineAddress = process.argv
  .slice(2)
  .filter((argument) => !argument.startsWith("-"))
  .at(-1);

const host = await serve(engineAddress ?? "");
const stop = () => {
  host.stop();
  process.exit(0);
};
process.on("SIGTERM", stop);
// ^C does not come here: the CLI gives each plugin a process group. It interrupts a plugin that it needs no longer, and
// waits five seconds before it kills one that stays.
process.on("SIGINT", stop);
watchParent(stop);
process.stdout.write(`${host.port}\n`);
