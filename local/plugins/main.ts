import { servePlugin } from "./core/process.ts";
import { kinds } from "./kinds.ts";

/** Runs the stand-in that the first argument names in a process of its own. */
const [name = "", ...args] = process.argv.slice(2);
const kind = kinds[name];
if (kind === undefined)
  throw new Error(`no stand-in for a plugin "${name}"; there are ${Object.keys(kinds).join(", ")}`);
await servePlugin(await kind(), args);
