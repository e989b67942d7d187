import { createServer, type Server, type Socket } from "node:net";
import type { ProviderKind } from "../core/kind.ts";
import { serve, type Serving } from "../core/serve.ts";

/** Longer requests are nobody's of ours. */
const maxRequestBytes = 8192;

/**
 * Resource plugins that live in this process, so that a small machine loads gRPC once and not once for each. A launcher
 * connects and says `NAME ENGINE-ADDRESS FOLDER`; the answer is the port of a plugin made for it alone, which ends when the
 * connection does. Where the answer is none, the launcher starts a process of its own, which can say what is wrong.
 */
export class Guests {
  readonly #server: Server;
  readonly #running = new Map<Socket, Promise<Serving | undefined>>();
  readonly #kinds: Readonly<Record<string, () => Promise<ProviderKind>>>;

  private constructor(kinds: Readonly<Record<string, () => Promise<ProviderKind>>>) {
    this.#kinds = kinds;
    this.#server = createServer((socket) => this.#greet(socket));
  }

  /** Listens on a free loopback port. Rejects where there is none. */
  static async listen(kinds: Readonly<Record<string, () => Promise<ProviderKind>>>): Promise<Guests> {
    const guests = new Guests(kinds);
    await new Promise<void>((resolve, reject) => {
      guests.#server.once("error", reject).listen(0, "127.0.0.1", resolve);
    });
    return guests;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  }

  /** Takes no more, cancels what is under way, and resolves when all have ended; their launchers then end too. */
  async end(): Promise<void> {
    this.#server.close();
    const ended = [...this.#running].map(async ([socket, serving]) => {
      await (await serving)?.end();
      socket.destroy();
    });
    await Promise.all(ended);
  }

  #greet(socket: Socket): void {
    let request = "";
    socket.setEncoding("utf8").on("error", () => socket.destroy());
    socket.on("data", (text: string) => {
      if (this.#running.has(socket)) return;
      request += text;
      if (request.length > maxRequestBytes) socket.destroy();
      else if (request.includes("\n")) this.#take(socket, request.slice(0, request.indexOf("\n")));
    });
  }

  #take(socket: Socket, request: string): void {
    const [, name = "", engineAddress = "", folder = ""] = /^(\S+) (\S+) (.*)$/.exec(request) ?? [];
    // Programs name files relative to the folder that their plugin runs in.
    const kind = folder === process.cwd() ? this.#kinds[name] : undefined;
    if (kind === undefined) {
      socket.end();
      return;
    }
    const serving = kind()
      .then((made) => serve(made, engineAddress))
      .catch(() => undefined);
    this.#running.set(socket, serving);
    void serving.then((started) => {
      if (started === undefined) socket.end();
      else socket.write(`${started.port}\n`);
    });
    socket.once("close", () => {
      void serving.then((started) => started?.end()).then(() => this.#running.delete(socket));
    });
  }
}
