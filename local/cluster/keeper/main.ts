import { makeInformer, CoreV1Api } from "@kubernetes/client-node";
import { connectionOf } from "../api/connection.ts";
import { rotateLogs } from "./logs.ts";
import { Storage } from "./storage.ts";

/** The process that keeps a cluster in order: volumes for claims, logs of a bounded size. Started with the cluster. */
const [kubeconfig = "", volumes = "", logs = ""] = process.argv.slice(2);
const passSeconds = 30;
const rotateSeconds = 60;

const config = connectionOf(kubeconfig);
const core = config.makeApiClient(CoreV1Api);
const storage = new Storage(config, volumes);

let wanted = false;
let working = false;

/** Runs passes one after the other, as long as something has happened since the last one began. */
async function pass(): Promise<void> {
  wanted = true;
  if (working) return;
  working = true;
  while (wanted) {
    wanted = false;
    try {
      for (const line of await storage.pass()) say(line);
    } catch (error) {
      say(`a pass failed and is repeated: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  working = false;
}

function say(line: string): void {
  console.log(`${new Date().toISOString()} ${line}`);
}

/** Tells of each change of one kind of object; starts again when the connection ends. */
function watch(path: string, list: Parameters<typeof makeInformer>[2]): void {
  const informer = makeInformer(config, path, list);
  for (const event of ["add", "update", "delete"] as const) informer.on(event, () => void pass());
  const start = () => void informer.start().catch(again);
  const again = () => setTimeout(start, 1000);
  informer.on("error", again);
  start();
}

watch("/api/v1/persistentvolumeclaims", () => core.listPersistentVolumeClaimForAllNamespaces());
watch("/api/v1/persistentvolumes", () => core.listPersistentVolume());
setInterval(() => void pass(), passSeconds * 1000);
setInterval(() => {
  rotateLogs(logs).catch((error: unknown) => say(`logs were not rotated: ${String(error)}`));
}, rotateSeconds * 1000);
say("keeping volumes and logs");
