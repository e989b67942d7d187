import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

interface Stored {
  readonly id: number;
  readonly user: { readonly login: string };
  body: string;
}

/** Takes a call over before the server: a status to answer with; `after` does the deed first, so that the answer is lost. */
export interface Strike {
  readonly method: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly after?: boolean;
}

/** Comments of pull request 42 of acme/yard, as GitHub's REST API serves them, on 127.0.0.1. */
export class CommentsServer {
  readonly comments: Stored[] = [];
  readonly calls: string[] = [];
  readonly tokens = new Set<string | undefined>();
  /** Taken in turn by the calls that they fit. */
  readonly strikes: Strike[] = [];
  #server: Server | undefined;
  #nextId = 1;

  async open(): Promise<string> {
    this.#server = createServer((request, response) => {
      void this.#answer(request).then(({ status, body, headers = {} }) => {
        response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
      });
    });
    const server = this.#server;
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  add(login: string, body: string): void {
    this.comments.push({ id: this.#nextId++, user: { login }, body });
  }

  async #answer(request: IncomingMessage): Promise<{ status: number; body: unknown; headers?: Strike["headers"] }> {
    const { method = "", url = "" } = request;
    this.calls.push(`${method} ${url}`);
    this.tokens.add(request.headers.authorization);
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const at = this.strikes.findIndex((strike) => strike.method === method);
    const [strike] = at === -1 ? [] : this.strikes.splice(at, 1);
    if (strike !== undefined && strike.after !== true) return { ...strike, body: { message: "struck" } };
    const done = this.#do(method, new URL(url, "http://x"), text);
    return strike === undefined ? done : { ...strike, body: { message: "struck" } };
  }

  #do(method: string, url: URL, text: string): { status: number; body: unknown } {
    const all = "/repos/acme/yard/issues/42/comments";
    if (method === "GET" && url.pathname === all) {
      const [size, page] = ["per_page", "page"].map((name) => Number(url.searchParams.get(name)));
      const start = ((page ?? 1) - 1) * (size ?? 30);
      return { status: 200, body: this.comments.slice(start, start + (size ?? 30)) };
    }
    const { body = "" } = text === "" ? {} : (JSON.parse(text) as { body?: string });
    if (method === "POST" && url.pathname === all) {
      this.add("github-actions[bot]", body);
      return { status: 201, body: this.comments.at(-1) };
    }
    const id = Number(/^\/repos\/acme\/yard\/issues\/comments\/(\d+)$/.exec(url.pathname)?.[1]);
    const found = this.comments.find((comment) => comment.id === id);
    if (method !== "PATCH" || found === undefined) return { status: 404, body: { message: "Not Found" } };
    found.body = body;
    return { status: 200, body: found };
  }
}
