/**
 * The emulated RunPod as a process: `node local/runpod/main.ts --state DIR [--port N] [--docker-host URL]`.
 * When it is ready it prints one JSON line with its addresses; keys stand in DIR/endpoint.json only. SIGTERM and SIGINT stop
 * the containers and keep the account.
 */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { type Daemon, type DaemonOptions, startDaemon } from "./daemon/daemon.ts";
import { addresses } from "./daemon/endpoint.ts";

const USAGE = "usage: node local/runpod/main.ts --state DIR [--port N] [--docker-host URL]";

/** Throws an Error with the usage where the arguments make no sense. */
function optionsOf(args: readonly string[]): DaemonOptions {
  const text = { type: "string" } as const;
  const { values } = parseArgs({ args: [...args], options: { state: text, port: text, "docker-host": text } });
  const port = values.port === undefined ? undefined : Number(values.port);
  if (values.state === undefined) throw new Error("--state is missing");
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port < 65_536)) {
    throw new Error(`--port must be 0 - 65535, got ${values.port ?? ""}`);
  }
  return { stateDir: resolve(values.state), port, dockerHost: values["docker-host"] };
}

function fail(message: string, exitCode: number): never {
  process.stderr.write(`the emulated RunPod cannot start: ${message}\n`);
  process.exit(exitCode);
}

function stopOnSignal(daemon: Daemon): void {
  let asked = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      if (asked) process.exit(1);
      asked = true;
      daemon.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          process.stderr.write(`the emulated RunPod did not stop cleanly: ${String(error)}\n`);
          process.exit(1);
        },
      );
    });
  }
}

async function main(): Promise<void> {
  let options: DaemonOptions;
  try {
    options = optionsOf(process.argv.slice(2));
  } catch (error) {
    fail(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`, 2);
  }
  try {
    const daemon = await startDaemon(options);
    stopOnSignal(daemon);
    process.stdout.on("error", () => undefined);
    process.stdout.write(`${JSON.stringify(addresses(daemon.port))}\n`);
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error), 1);
  }
}

await main();
