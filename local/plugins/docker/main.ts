import { servePlugin } from "../core/serve.ts";
import { dockerProvider } from "./provider.ts";

await servePlugin(dockerProvider(process.env));
