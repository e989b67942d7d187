import { join, resolve } from "node:path";
import { engineAddressOf } from "../core/engine-address.ts";
import { watchParent } from "../core/parent.ts";
import { openDoor } from "../guests/door.ts";
import { Guests } from "../guests/guests.ts";
import { kinds } from "../kinds.ts";
import { serve } from "./server.ts";

/**
 * Stand-in for `pulumi-language-nodejs`: serves Pulumi's LanguageRuntime protocol for programs and policy packs in
 * Node.js. The CLI starts it with its own address as the last argument and reads the port from the first line of stdout.
 * The stand-ins for resource plugins are its guests, unless TRAINYARD_PLUGINS_APART=1 wants a process for each.
 */
const engineAddress = engineAddressOf(process.argv.slice(2));
const host = await serve(engineAddress);
const endGuests = process.env["TRAINYARD_PLUGINS_APART"] === "1" ? undefined : await takeGuests();
const stop = () => {
  host.stop();
  void (endGuests?.() ?? Promise.resolve()).then(() => process.exit(0));
};
process.on("SIGTERM", stop);
// ^C does not come here: the CLI gives each plugin a process group. It interrupts a plugin that it needs no longer, and
// waits five seconds before it kills one that stays.
process.on("SIGINT", stop);
watchParent(stop);
process.stdout.write(`${host.port}\n`);

/** Lets plugins in; answers with what ends them. Where the folder cannot be written, each gets a process of its own. */
async function takeGuests(): Promise<(() => Promise<void>) | undefined> {
  const root = resolve(import.meta.dirname, "../../..");
  const home = process.env["TRAINYARD_HOME"] || join(root, ".trainyard");
  const guests = await Guests.listen(kinds);
  try {
    const door = openDoor(join(home, "local", "plugins"), process.ppid, engineAddress, guests.port);
    process.once("exit", () => door.remove());
  } catch {
    await guests.end();
    return undefined;
  }
  return () => guests.end();
}
