import { request, type RequestOptions } from "node:https";
import { setTimeout as delay } from "node:timers/promises";
import type { KubeConfig } from "@kubernetes/client-node/dist/config.js";
import type { KubeAccess } from "../lib/kube-access.ts";
import { plainWay, type Way } from "./plain-access.ts";
import { reasonOf } from "./reason.ts";

/** The cluster's API has answered with an error. */
export class KubeError extends Error {
  /** HTTP status. */
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.name = "KubeError";
    this.status = status;
  }
}

export const isStatus = (error: unknown, status: number): boolean =>
  error instanceof KubeError && error.status === status;

interface Call {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** From the root, with query. */
  readonly path: string;
  readonly body?: object;
}

const TRIES = 4;
const FIRST_PAUSE_MS = 500;
const TIMEOUT_MS = 10_000;

/**
 * A few calls to the API of a cluster, without the generated client, whose load takes a second. Throws KubeError for an
 * answer that is an error, and an Error that says which file or context is missing; what gets no answer is asked again a few
 * times.
 */
export class KubeApi {
  readonly #access: KubeAccess;
  readonly #plain: Way | undefined;
  #client: KubeConfig | undefined;

  constructor(access: KubeAccess) {
    this.#access = access;
    this.#plain = plainWay(access);
  }

  /** The same access for the generated client, which is loaded now. */
  async client(): Promise<KubeConfig> {
    const { configOf } = await import("./access.ts");
    return (this.#client ??= configOf(this.#access));
  }

  async get(path: string): Promise<unknown> {
    return this.#call({ method: "GET", path });
  }

  /** undefined where there is none. */
  async find(path: string): Promise<unknown> {
    return this.get(path).catch(unless(404));
  }

  async create(path: string, body: object): Promise<unknown> {
    return this.#call({ method: "POST", path, body });
  }

  async replace(path: string, body: object): Promise<unknown> {
    return this.#call({ method: "PUT", path, body });
  }

  /** Server-side apply: the fields of `body` are this manager's from now on, whoever had them. */
  async apply(path: string, manager: string, body: object): Promise<unknown> {
    return this.#call({ method: "PATCH", path: `${path}?fieldManager=${manager}&force=true`, body });
  }

  /** What is gone is no failure. */
  async remove(path: string): Promise<void> {
    await this.#call({ method: "DELETE", path }).catch(unless(404));
  }

  async #call(call: Call): Promise<unknown> {
    if (this.#plain === undefined) await this.client(); // a kubeconfig without such a context gets no better by asking again
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#send(call);
      } catch (error) {
        const isFinal = error instanceof KubeError && error.status < 500 && error.status !== 429;
        if (isFinal || attempt >= TRIES) throw error;
        await delay(FIRST_PAUSE_MS * 2 ** (attempt - 1));
      }
    }
  }

  async #send({ method, path, body }: Call): Promise<unknown> {
    const { server, options: known } = this.#plain ?? (await this.#way());
    const headers = { ...headersOf(method, body), ...(known.headers as Readonly<Record<string, string>> | undefined) };
    const options: RequestOptions = { ...known, method, timeout: TIMEOUT_MS, headers };
    const { status, text } = await send(new URL(path, server), options, body === undefined ? "" : JSON.stringify(body));
    if (status >= 400) throw new KubeError(status, messageOf(text) ?? `the cluster answered ${status}`);
    return JSON.parse(text) as unknown;
  }

  /** By the client's own class, whatever it takes to show who asks: a token may have to be renewed. */
  async #way(): Promise<Way> {
    const config = await this.client();
    const server = config.getCurrentCluster()?.server;
    if (server === undefined) throw new Error("the kubeconfig names no cluster");
    const options: RequestOptions = {};
    await config.applyToHTTPSOptions(options);
    return { server, options };
  }
}

const headersOf = (method: string, body: object | undefined) => ({
  accept: "application/json",
  ...(body === undefined
    ? {}
    : { "content-type": method === "PATCH" ? "application/apply-patch+yaml" : "application/json" }),
});

function send(url: URL, options: RequestOptions, body: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void =>
      reject(new Error(`the cluster ${url.host} does not answer: ${reasonOf(error)}`, { cause: error }));
    const call = request(url, options, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.once("error", fail);
      answer.once("end", () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
    });
    call.once("timeout", () => call.destroy(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)));
    call.once("error", fail);
    call.end(body);
  });
}

function messageOf(text: string): string | undefined {
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    return typeof message === "string" ? message : undefined;
  } catch {
    return undefined;
  }
}

function unless(status: number): (error: unknown) => undefined {
  return (error) => {
    if (!isStatus(error, status)) throw error;
    return undefined;
  };
}
