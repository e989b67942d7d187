import { servePlugin } from "../core/serve.ts";
import { KubernetesProvider } from "./provider.ts";

await servePlugin(new KubernetesProvider());
