import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer, type HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { DroppedConnection } from "../index.ts";
import { portOwner } from "./port-owner.ts";

/** Answers one request, or rejects with DroppedConnection. */
export type Answer = (request: Request) => Promise<Response>;

/** The port is taken by somebody else. */
export class PortInUse extends Error {}

/** One place at which the emulator listens. */
export interface Listener {
  /** 0 for a unix socket. */
  readonly port: number;
  /** Cuts what is under way. */
  close(): Promise<void>;
}

async function listen(answer: Answer, at: { port: number; host: string } | { path: string }): Promise<Server> {
  const server = createAdaptorServer({
    overrideGlobalObjects: false,
    serverOptions: { requestTimeout: 0 },
    fetch: async (request, bindings) => {
      try {
        return await answer(request);
      } catch (error) {
        if (!(error instanceof DroppedConnection)) throw error;
        (bindings as HttpBindings).incoming.socket.destroy();
        return RESPONSE_ALREADY_SENT;
      }
    },
  }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(at, () => {
      server.off("error", reject);
      resolve();
    });
  });
  return server;
}

function closing(server: Server, port: number): Listener {
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { port, close };
}

/** Listens on loopback alone. `port` 0 takes a free one. Throws PortInUse, naming the owner and what to do. */
export async function listenOnLoopback(port: number, answer: Answer): Promise<Listener> {
  try {
    const server = await listen(answer, { port, host: "127.0.0.1" });
    return closing(server, (server.address() as AddressInfo).port);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EADDRINUSE")) throw error;
    const owner = (await portOwner(port)) ?? "another process";
    throw new PortInUse(`port ${port} of 127.0.0.1 is in use by ${owner}; stop it or choose another port with --port`);
  }
}

/** Listens on a unix socket, where the forwarders of the pods come in. */
export async function listenOnSocket(path: string, answer: Answer): Promise<Listener> {
  return closing(await listen(answer, { path }), 0);
}
