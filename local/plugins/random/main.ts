import { servePlugin } from "../core/serve.ts";
import { randomProvider } from "./provider.ts";

await servePlugin(randomProvider);
