import { type ChildProcess, spawn } from "node:child_process";
import { open, rm } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { fileURLToPath } from "node:url";
import type { ForwarderPlan } from "./netns-forwarder.ts";

const SCRIPT = fileURLToPath(new URL("./netns-forwarder.ts", import.meta.url));
/** A forwarder that does not end by itself is killed after so long. */
const END_MS = 1000;

/** The way to the ports of one pod. */
export interface PodNetwork {
  /** A connection to a port inside the pod. Rejects when nothing listens. */
  dial(port: number): Promise<Socket>;
  /** Settles when the way has broken down by itself or was closed. */
  readonly ended: Promise<void>;
  /** Leaves no process and no socket behind. */
  close(): Promise<void>;
}

/** With `--network host` the pod's ports are ports of the machine. */
export function hostNetwork(): PodNetwork {
  const { promise: ended, resolve: end } = Promise.withResolvers<undefined>();
  return {
    dial: (port) => connected(connect({ port, host: "127.0.0.1" })),
    ended: ended.then(() => undefined),
    close: async () => end(undefined),
  };
}

function connected(socket: Socket): Promise<Socket> {
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.off("error", reject);
      resolve(socket);
    });
  });
}

/** Reads the forwarder's answer, one line, and leaves what follows in the socket. */
function agreed(socket: Socket): Promise<Socket> {
  return new Promise((resolve, reject) => {
    let text = Buffer.alloc(0);
    const fail = (error?: Error) => {
      socket.destroy();
      reject(error ?? new Error("the pod went away"));
    };
    const closed = () => fail();
    const read = (chunk: Buffer) => {
      text = Buffer.concat([text, chunk]);
      const cut = text.indexOf("\n");
      if (cut < 0) return;
      socket.pause();
      socket.off("data", read).off("error", fail).off("close", closed);
      const answer = text.subarray(0, cut).toString();
      if (answer !== "ok") {
        fail(new Error(answer.replace(/^error /, "")));
        return;
      }
      if (text.length > cut + 1) socket.unshift(text.subarray(cut + 1));
      resolve(socket);
    };
    socket.on("data", read).on("error", fail).on("close", closed);
  });
}

async function dialThrough(controlSocket: string, port: number): Promise<Socket> {
  const socket = await connected(connect(controlSocket));
  socket.write(`${port}\n`);
  return agreed(socket);
}

/**
 * Starts a forwarder in the network namespace of process `pid`. The namespace is opened first and `stillRuns` asked afterwards:
 * a process id that was given to somebody else in between is noticed. Needs root, Linux and nsenter.
 */
export async function joinNamespace(
  target: { pid: number; stillRuns: () => Promise<boolean> },
  plan: ForwarderPlan,
): Promise<PodNetwork> {
  // A forwarder that was killed leaves its socket, and no other could listen there any more.
  await rm(plan.controlSocket, { force: true });
  const namespace = await open(`/proc/${target.pid}/ns/net`);
  let child: ChildProcess;
  try {
    if (!(await target.stillRuns())) throw new Error("the container is gone");
    const command = ["--net=/proc/self/fd/3", "--", process.execPath, SCRIPT, JSON.stringify(plan)];
    child = spawn("nsenter", command, {
      stdio: ["pipe", "pipe", "pipe", namespace.fd],
      env: { PATH: process.env.PATH },
    });
  } finally {
    await namespace.close();
  }
  const ended = new Promise<void>((resolve) => {
    child.once("close", resolve);
    child.once("error", () => resolve());
  });
  child.stdin?.on("error", () => undefined);
  const close = async () => {
    child.stdin?.end();
    const timer = setTimeout(() => child.kill("SIGKILL"), END_MS);
    await ended;
    clearTimeout(timer);
    await rm(plan.controlSocket, { force: true });
  };
  await ready(child, ended).catch(async (error: unknown) => {
    await rm(plan.controlSocket, { force: true });
    throw error;
  });
  return { dial: (port) => dialThrough(plan.controlSocket, port), ended, close };
}

function ready(child: ChildProcess, ended: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    let problem = "";
    child.stderr?.on("data", (chunk: Buffer) => (problem = (problem + chunk.toString()).slice(-2000)));
    child.once("error", reject);
    child.stdout?.once("data", () => resolve());
    void ended.then(() => reject(new Error(`the forwarder ended: ${problem.trim()}`)));
  });
}
