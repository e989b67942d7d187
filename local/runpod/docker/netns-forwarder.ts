/**
 * Runs as a process of its own inside the network namespace of a pod (and in the file system of the host): what the pod sends
 * to 127.0.0.1:<port> goes to the emulator's unix socket, and what the emulator asks for on `controlSocket` goes to a port of
 * the pod. Ends with its parent: a closed standard input is the sign, even after kill -9.
 */
import { unlinkSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";

/** Handed over as JSON in the first argument. */
export interface ForwarderPlan {
  /** Where the pod finds the emulator on its loopback. */
  readonly port: number;
  readonly apiSocket: string;
  readonly controlSocket: string;
}

/**
 * A service that listens on 127.0.0.1 alone is out of reach for RunPod's proxy. The pod has no other interface than loopback,
 * so the proxy comes by another address of it: what listens on all interfaces answers there, what listens on 127.0.0.1 does not.
 */
const POD_ADDRESS = "127.0.0.2";

function join(a: Socket, b: Socket): void {
  const end = () => {
    a.destroy();
    b.destroy();
  };
  a.on("error", end);
  b.on("error", end);
  a.on("close", () => b.destroySoon());
  b.on("close", () => a.destroySoon());
  a.pipe(b);
  b.pipe(a);
}

/** First line: the port. Answer: `ok` or `error <reason>`, then the bytes of the connection. */
function onControl(control: Socket): void {
  let line = "";
  const read = (chunk: Buffer) => {
    line += chunk.toString("latin1");
    if (!line.includes("\n")) return;
    control.pause();
    control.off("data", read);
    const pod = connect({ port: Number(line), host: POD_ADDRESS, allowHalfOpen: true });
    const refused = (error: Error) => control.end(`error ${error.message}\n`);
    pod.once("error", refused);
    pod.once("connect", () => {
      pod.off("error", refused);
      control.write("ok\n");
      join(control, pod);
    });
  };
  control.on("error", () => control.destroy());
  control.on("data", read);
}

function run(plan: ForwarderPlan): void {
  const end = () => {
    try {
      unlinkSync(plan.controlSocket);
    } catch {
      // not made yet, or removed with the folder
    }
    process.exit();
  };
  process.stdin.resume();
  for (const event of ["end", "close", "error"]) process.stdin.on(event, end);
  process.on("SIGTERM", end);
  const outward = createServer({ allowHalfOpen: true }, (socket) =>
    join(socket, connect({ path: plan.apiSocket, allowHalfOpen: true })),
  );
  const inward = createServer({ allowHalfOpen: true }, onControl);
  outward.listen(plan.port, "127.0.0.1", () =>
    inward.listen(plan.controlSocket, () => process.stdout.write("ready\n")),
  );
}

run(JSON.parse(process.argv[2] ?? "{}") as ForwarderPlan);
