import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { PassThrough } from "node:stream";
import { CoreV1Api, type KubeConfig, PortForward } from "@kubernetes/client-node";
import type { KubeAccess } from "../lib/kube-access.ts";
import { configOf } from "./access.ts";
import { reasonOf } from "./reason.ts";
import { type Channel, relay, type Tunnel } from "./tunnel.ts";
import { selectorOf, type ServicePort, serviceUrl, type TargetPod, targetPods } from "./target-pod.ts";

/** A port of this machine that leads to a Service. */
export interface Forward {
  /** On 127.0.0.1. */
  readonly port: number;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Ends it and every connection through it. */
  close(): Promise<void>;
}

export interface ForwardOptions {
  /** Port on 127.0.0.1; 0 = any free one. @default 0 */
  readonly localPort?: number;
  /** Told of each connection that could not be made. @default - nobody */
  readonly onProblem?: (why: string) => void;
  /** Keeps this process alive. @default true */
  readonly keepAlive?: boolean;
}

/**
 * Opens a port on 127.0.0.1 that leads to a Service through the cluster's API. Each connection goes to a ready pod, to the
 * one before where it still is; so the forward itself never breaks, whatever becomes of pods. Throws where the cluster does
 * not answer, has no such Service or port, or where the local port is taken.
 */
export async function openForward(
  access: KubeAccess,
  wanted: ServicePort,
  options: ForwardOptions = {},
): Promise<Forward> {
  const pods = new Pods(configOf(access), wanted);
  await pods.look();
  const sockets = new Set<Socket>();
  const server = createServer({ pauseOnConnect: true }, (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    pods.connect(socket).catch((error: unknown) => {
      options.onProblem?.(`${serviceUrl(wanted)}: ${reasonOf(error)}`);
      socket.destroy();
    });
  });
  const port = await listen(server, options.localPort ?? 0);
  if (options.keepAlive === false) server.unref();
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      if (server.listening) await once(server, "close");
    },
  };
}

/** The pods behind a Service; the one that served last is kept until it fails. */
class Pods {
  private readonly config: KubeConfig;
  private readonly wanted: ServicePort;
  private chosen: TargetPod | undefined;

  constructor(config: KubeConfig, wanted: ServicePort) {
    this.config = config;
    this.wanted = wanted;
  }

  /** Ready pods now. */
  async look(): Promise<readonly TargetPod[]> {
    const { namespace, service: name } = this.wanted;
    const api = this.config.makeApiClient(CoreV1Api);
    try {
      const service = await api.readNamespacedService({ namespace, name });
      const { items } = await api.listNamespacedPod({ namespace, labelSelector: selectorOf(service, this.wanted) });
      return targetPods(service, items, this.wanted);
    } catch (error) {
      throw new Error(explained(error, this.wanted), { cause: error });
    }
  }

  async connect(socket: Socket): Promise<void> {
    const tried = new Set<string>();
    for (;;) {
      const pod = this.chosen ?? (await this.look()).find((one) => !tried.has(one.name));
      if (pod === undefined) throw new Error(tried.size === 0 ? "no pod of it is ready" : "none of its pods answers");
      tried.add(pod.name);
      try {
        const tunnel = await this.open(pod, socket);
        this.chosen = pod;
        relay(socket, tunnel, () => (this.chosen = undefined));
        return;
      } catch (error) {
        this.chosen = undefined;
        if (tried.size >= 3) throw error;
      }
    }
  }

  private async open(pod: TargetPod, socket: Socket): Promise<Tunnel> {
    const upstream = new PassThrough();
    const refusal = new PassThrough();
    const forward = new PortForward(this.config, false);
    const made: unknown = await forward.portForward(
      this.wanted.namespace,
      pod.name,
      [pod.port],
      socket,
      refusal,
      upstream,
    );
    if (typeof made === "function") throw new Error("the connection was not made at once");
    return { channel: made as Channel, upstream, refusal };
  }
}

/** What an answer of the cluster's API means here. */
function explained(error: unknown, wanted: ServicePort): string {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  if (code === 404) return `${serviceUrl(wanted)}: the cluster has no such Service`;
  if (code === 401 || code === 403) return `${serviceUrl(wanted)}: the cluster does not let this user look at it`;
  const reason = reasonOf(error);
  return reason.startsWith("kube://") ? reason : `${serviceUrl(wanted)}: the cluster does not answer: ${reason}`;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = error.code === "EADDRINUSE";
      reject(taken ? new Error(`port ${port} of this machine is in use: name another one`) : error);
    });
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}
