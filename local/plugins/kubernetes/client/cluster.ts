import { setTimeout as delay } from "node:timers/promises";
import type { PropertyMap } from "../../core/values.ts";
import { field, maps, text } from "../fields.ts";
import type { Settings } from "../settings.ts";
import { isNamespaced, type ObjectType } from "../token.ts";
import { ApiError, isNotFound, UnreachableError } from "./answer.ts";
import { type Connection, connect } from "./connection.ts";
import { type ApiAnswer, type ApiRequest, send } from "./request.ts";

/** Whose fields they are, and whether a preview only. */
export interface ApplyOptions {
  readonly fieldManager: string;
  /** Take fields over from others. */
  readonly force: boolean;
  readonly dryRun: boolean;
}

export interface Applied {
  readonly object: PropertyMap;
  readonly warnings: readonly string[];
}

/** Pauses between tries of a request that the cluster could not serve, in milliseconds. */
const pauses = [200, 500, 1000, 2000, 4000, 8000] as const;

/** One cluster, as far as a provider needs it. Nothing is read or loaded before the first call. */
export class Cluster {
  readonly #settings: Settings;
  #connection: Promise<Connection> | undefined;
  /** A cluster that has answered before and does so no more is being restarted, as far as we can know. */
  #hasAnswered = false;
  readonly #types = new Map<string, Promise<readonly PropertyMap[]>>();

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** The namespace for objects that name none. */
  async defaultNamespace(): Promise<string> {
    if (this.#settings.namespace !== undefined) return this.#settings.namespace;
    const connection = await this.#connect().catch(() => undefined); // without a kubeconfig the next call will say so
    return connection?.namespace ?? "default";
  }

  /** Throws an {@link UnreachableError} when there is no cluster to speak to. */
  async reach(signal: AbortSignal): Promise<void> {
    await this.#send({ method: "GET", path: "/version", signal, silenceSeconds: 5 });
  }

  /** The object, or undefined when there is none. */
  async find(object: PropertyMap, signal: AbortSignal): Promise<PropertyMap | undefined> {
    try {
      return await this.get(await this.path(object, signal), signal);
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  /** Whatever lies at a path of the API. */
  async get(path: string, signal: AbortSignal): Promise<PropertyMap> {
    return JSON.parse((await this.#try({ method: "GET", path, signal })).text) as PropertyMap;
  }

  /** A text at a path of the API: logs. */
  async getText(path: string, signal: AbortSignal): Promise<string> {
    return (await this.#try({ method: "GET", path, signal })).text;
  }

  /** Server-side apply with strict validation of every field. */
  async apply(object: PropertyMap, options: ApplyOptions, signal: AbortSignal): Promise<Applied> {
    const query = new URLSearchParams({ fieldManager: options.fieldManager, fieldValidation: "Strict" });
    if (options.force) query.set("force", "true");
    if (options.dryRun) query.set("dryRun", "All");
    const path = `${await this.path(object, signal)}?${query.toString()}`;
    const contentType = "application/apply-patch+yaml";
    const answer = await this.#try({ method: "PATCH", path, contentType, body: object, signal });
    return { object: JSON.parse(answer.text) as PropertyMap, warnings: answer.warnings };
  }

  async delete(object: PropertyMap, propagationPolicy: string, signal: AbortSignal): Promise<void> {
    const path = await this.path(object, signal);
    const body = { apiVersion: "v1", kind: "DeleteOptions", propagationPolicy };
    await this.#try({ method: "DELETE", path, contentType: "application/json", body, signal });
  }

  /** Where an object lies in the API. Throws a 404 {@link ApiError} for a type that the cluster does not know. */
  async path(object: PropertyMap, signal: AbortSignal): Promise<string> {
    const type = { apiVersion: text(object, "apiVersion") ?? "", kind: text(object, "kind") ?? "" };
    const found = await this.#type(type, signal);
    const namespace = text(object, "metadata", "namespace");
    const inside = field(found, "namespaced") === true && namespace !== undefined ? `/namespaces/${namespace}` : "";
    const plural = text(found, "name") ?? "";
    return `${groupPath(type.apiVersion)}${inside}/${plural}/${text(object, "metadata", "name") ?? ""}`;
  }

  /** Whether objects of a type have a namespace. */
  async isNamespaced(type: ObjectType, signal: AbortSignal): Promise<boolean> {
    return isNamespaced(type) ?? field(await this.#type(type, signal), "namespaced") === true;
  }

  async #type(type: ObjectType, signal: AbortSignal): Promise<PropertyMap> {
    const listed = this.#types.get(type.apiVersion) ?? this.#list(type.apiVersion, signal);
    this.#types.set(type.apiVersion, listed);
    const kinds = await listed.catch((error: unknown) => {
      this.#types.delete(type.apiVersion);
      if (!isNotFound(error)) throw error;
      return [];
    });
    const found = kinds.find((one) => one["kind"] === type.kind && !(text(one, "name") ?? "").includes("/"));
    if (found !== undefined) return found;
    this.#types.delete(type.apiVersion); // its definition may come later
    throw new ApiError(404, { reason: "NotFound", message: `the cluster knows no ${type.kind} of ${type.apiVersion}` });
  }

  async #list(apiVersion: string, signal: AbortSignal): Promise<readonly PropertyMap[]> {
    return maps(await this.get(groupPath(apiVersion), signal), "resources");
  }

  /** Sends a request that may be sent twice, again while the cluster cannot serve it. */
  async #try(wanted: ApiRequest): Promise<ApiAnswer> {
    for (const pause of pauses) {
      try {
        return await this.#send(wanted);
      } catch (error) {
        if (!isPassing(error, this.#hasAnswered)) throw error;
        const asked = error instanceof ApiError ? error.retryAfterSeconds * 1000 : 0;
        await delay(Math.max(pause, Math.min(asked, 10_000)), undefined, { signal: wanted.signal });
      }
    }
    return this.#send(wanted);
  }

  async #send(wanted: ApiRequest): Promise<ApiAnswer> {
    const answer = await send(await this.#connect(), wanted);
    this.#hasAnswered = true;
    return answer;
  }

  async #connect(): Promise<Connection> {
    this.#connection ??= connect(this.#settings);
    try {
      return await this.#connection;
    } catch (error) {
      this.#connection = undefined;
      const why = error instanceof Error ? error.message : String(error);
      throw new UnreachableError(`there is no cluster to speak to: ${why}`, { cause: error });
    }
  }
}

function groupPath(apiVersion: string): string {
  return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

/** Too many requests, a server that starts or stops, a connection that broke. */
function isPassing(error: unknown, hasAnswered: boolean): boolean {
  if (error instanceof ApiError) return [429, 500, 502, 503, 504].includes(error.status);
  if (!(error instanceof UnreachableError)) return false;
  const code = (error.cause as NodeJS.ErrnoException | undefined)?.code ?? "";
  return ["ECONNRESET", "EPIPE"].includes(code) || (hasAnswered && code === "ECONNREFUSED");
}
