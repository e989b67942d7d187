import { watchParent } from "./parent.ts";
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
process.stdout.write(`${host.port}\n`);

const stop = () => {
  host.stop();
  process.exit(0);
};
process.on("SIGTERM", stop);
process.on("SIGINT", () => undefined); // ^C reaches the whole terminal group; the CLI decides and calls Cancel
watchParent(stop);
