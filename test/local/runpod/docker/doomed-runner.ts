/** A runner in a process of its own, for tests that kill it. Says "up" when the pod listens and its network stands. */
import { connectEngine } from "../../../../local/runpod/docker/engine.ts";
import { createDockerRunner, type DockerRunnerOptions } from "../../../../local/runpod/docker/runner.ts";
import type { ContainerSpec } from "../../../../local/runpod/runner.ts";

const { options, spec } = JSON.parse(process.argv[2] ?? "{}") as {
  options: Omit<DockerRunnerOptions, "engine">;
  spec: ContainerSpec;
};
const runner = createDockerRunner({ ...options, engine: connectEngine(undefined) });
let isListening = false;
const container = runner.start(spec, {
  log: (_source, line) => (isListening ||= line === "listening"),
  started: () => undefined,
  exited: () => process.exit(1),
  failed: () => process.exit(1),
});
const timer = setInterval(() => {
  if (!isListening) return;
  container.fetch(1, new Request("http://127.0.0.1:1/")).catch((error: unknown) => {
    if (!String(error).includes("refused") && !String(error).includes("REFUSED")) return;
    clearInterval(timer);
    console.log("up");
  });
}, 100);
