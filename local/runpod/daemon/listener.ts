import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { createAdaptorServer, type HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { DroppedConnection } from "../index.ts";
import { portOwner } from "./port-owner.ts";

/** Answers one request, or rejects with DroppedConnection. */
export type Answer = (request: Request) => Promise<Response>;

/** The port is taken by somebody else. */
export class PortInUse extends Error {}

const READ_AHEAD_MS = 20;

/** One place at which the emulator listens. */
export interface Listener {
  /** 0 for a unix socket. */
  readonly port: number;
  /** Cuts what is under way. */
  close(): Promise<void>;
}

/**
 * An event stream that ends in DroppedConnection hangs up after what came before it, instead of telling the client of an error. The
 * adapter reads ahead before it sends the head of the answer, so the cut waits until that is out; then the read stays open,
 * which the adapter ends when it sees the closed connection.
 */
function cuttable(response: Response, cut: () => void): Response {
  if (response.body === null || response.headers.get("content-type") !== "text/event-stream") return response;
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) controller.close();
          else controller.enqueue(value);
        } catch (error) {
          if (!(error instanceof DroppedConnection)) throw error;
          await sleep(READ_AHEAD_MS);
          cut();
          await new Promise(() => undefined);
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  return new Response(body, { status: response.status, statusText: response.statusText, headers: response.headers });
}

async function listen(answer: Answer, at: { port: number; host: string } | { path: string }): Promise<Server> {
  const server = createAdaptorServer({
    overrideGlobalObjects: false,
    serverOptions: { requestTimeout: 0 },
    fetch: async (request, bindings) => {
      const { socket } = (bindings as HttpBindings).incoming;
      try {
        return cuttable(await answer(request), () => socket.destroySoon());
      } catch (error) {
        if (!(error instanceof DroppedConnection)) throw error;
        socket.destroy();
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
