import { readFileSync } from "node:fs";
import { arch, platform } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import packageJson from "../../package.json" with { type: "json" };
import { isLoopback, parseHttpUrl } from "../lib/http-url.ts";
import type { Capabilities } from "./api.ts";

/** Where RunPod is and with which keys. Every address is checked; no key ever stands in an error of this file. */
export interface Connection {
  /** Without a trailing `/v2`: the document's paths begin with it. */
  readonly apiBase: string;
  readonly apiKey: string;
  /** May hold `{dc}`, see s3Endpoint. */
  readonly s3Url: string;
  /** undefined where no S3 key is set: then volumes cannot be read without a pod. */
  readonly s3AccessKey: string | undefined;
  readonly s3SecretKey: string | undefined;
  /** Holds `{podId}` and `{port}`, see podAddress. */
  readonly proxyUrl: string;
  readonly graphqlUrl: string;
  readonly emulated: boolean;
  readonly capabilities: Capabilities;
}

/** What decides the connection. `config` is asked for whole keys, such as `trainyard:runpod`. */
export interface Surroundings {
  readonly config: (key: string) => string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** TRAINYARD_HOME. */
  readonly home: string;
}

const real = {
  apiUrl: "https://api.runpod.io/v2",
  s3Url: "https://s3api-{dc}.runpod.io",
  proxyUrl: "https://{podId}-{port}.proxy.runpod.net",
  graphqlUrl: "https://api.runpod.io/graphql",
} as const;

const endpointFile = z.looseObject({
  pid: z.number().int(),
  apiUrl: z.string(),
  s3Url: z.string(),
  proxyUrl: z.string(),
  graphqlUrl: z.string(),
  apiKey: z.string(),
  s3AccessKey: z.string(),
  s3SecretKey: z.string(),
});

/**
 * The RunPod that this stack means: `RUNPOD_API_URL`, else config `trainyard:runpod` (`emulated` or a URL), else the real
 * service. Emulated, everything comes from the emulator's endpoint file and no RUNPOD_* variable is read.
 * Throws an Error that says what to set.
 */
export function resolveConnection(surroundings: Surroundings): Connection {
  const { config, env, home } = surroundings;
  const given = textOf(env["RUNPOD_API_URL"]) ?? textOf(config("trainyard:runpod"));
  const emulated = given === "emulated";
  const addresses = emulated ? emulatedAddresses(home) : realAddresses(given ?? real.apiUrl, surroundings);
  const connection = { ...addresses, emulated, capabilities: capabilitiesOf(config, env) };
  if (env["TRAINYARD_LOOPBACK_ONLY"] === "1") refuseForeign(connection);
  return connection;
}

/** The API's address without `/v2`, however it was written: neither /v2/v2 nor a missing /v2 can arise from it. */
export function apiBase(url: string): string {
  const parsed = parseHttpUrl(url, "the RunPod API URL");
  return `${parsed.origin}${parsed.pathname}`
    .replace(/\/+$/, "")
    .replace(/(?:\/v2)+$/, "")
    .replace(/\/+$/, "");
}

/** The S3 endpoint for volumes of a data centre. */
export function s3Endpoint(connection: Pick<Connection, "s3Url">, dataCenter: string): string {
  return connection.s3Url.replaceAll("{dc}", dataCenter.toLowerCase());
}

/** The address of a pod's port behind the pod proxy. */
export function podAddress(connection: Pick<Connection, "proxyUrl">, podId: string, port: number): string {
  return connection.proxyUrl.replaceAll("{podId}", podId).replaceAll("{port}", String(port)).replace(/\/+$/, "");
}

/** `trainyard/<version> (<os>; <arch>)`. */
export function userAgent(): string {
  return `trainyard/${packageJson.version} (${platform()}; ${arch()})`;
}

type Addresses = Omit<Connection, "emulated" | "capabilities">;

function realAddresses(url: string, { config, env }: Surroundings): Addresses {
  const base = apiBase(url);
  const defaults = isLoopback(base) ? besides(base) : real;
  const secret = (variable: string, key: string) => textOf(env[variable]) ?? textOf(config(key));
  const apiKey = secret("RUNPOD_API_KEY", "trainyard:runpodApiKey");
  if (apiKey === undefined) throw new Error(noKey(base));
  const proxyUrl = textOf(env["RUNPOD_PROXY_URL"]) ?? defaults.proxyUrl;
  if (!proxyUrl.includes("{podId}") || !proxyUrl.includes("{port}"))
    throw new Error(`RUNPOD_PROXY_URL must contain {podId} and {port}, got ${proxyUrl}`);
  return {
    apiBase: base,
    apiKey,
    s3Url: textOf(env["RUNPOD_S3_URL"]) ?? defaults.s3Url,
    s3AccessKey: secret("RUNPOD_S3_ACCESS_KEY", "trainyard:runpodS3AccessKey"),
    s3SecretKey: secret("RUNPOD_S3_SECRET_KEY", "trainyard:runpodS3SecretKey"),
    proxyUrl,
    graphqlUrl: textOf(env["RUNPOD_GRAPHQL_URL"]) ?? defaults.graphqlUrl,
  };
}

/** A RunPod on this machine has all its parts beside the API: keys meant for it never go to the real service. */
function besides(base: string): Pick<Addresses, "s3Url" | "proxyUrl" | "graphqlUrl"> {
  return { s3Url: `${base}/s3`, proxyUrl: `${base}/proxy/{podId}/{port}`, graphqlUrl: `${base}/graphql` };
}

function emulatedAddresses(home: string): Addresses {
  const file = join(home, "local", "runpod", "endpoint.json");
  const endpoint = readEndpoint(file);
  if (!isAlive(endpoint.pid)) throw new Error(notRunning(`its process ${endpoint.pid} is gone (${file})`));
  const { s3Url, proxyUrl, graphqlUrl, apiKey, s3AccessKey, s3SecretKey } = endpoint;
  return { apiBase: apiBase(endpoint.apiUrl), apiKey, s3Url, s3AccessKey, s3SecretKey, proxyUrl, graphqlUrl };
}

function readEndpoint(file: string): z.infer<typeof endpointFile> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new Error(notRunning(`there is no ${file}`));
  }
  try {
    return endpointFile.parse(JSON.parse(text));
  } catch {
    // The cause would show the file's keys.
    throw new Error(notRunning(`${file} cannot be understood`));
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function capabilitiesOf(config: Surroundings["config"], env: Surroundings["env"]): Capabilities {
  const named = textOf(env["RUNPOD_FEATURES"]) ?? textOf(config("trainyard:runpodFeatures")) ?? "";
  const features = named.split(",").flatMap((feature) => textOf(feature) ?? []);
  const unknown = features.filter((feature) => feature !== "cmd" && feature !== "secrets");
  if (unknown.length > 0)
    throw new Error(`trainyard:runpodFeatures may name cmd and secrets, comma-separated, got ${unknown.join(", ")}`);
  return { cmd: features.includes("cmd"), secrets: features.includes("secrets") };
}

function refuseForeign(connection: Connection): void {
  const { s3Url, proxyUrl, graphqlUrl } = connection;
  for (const url of [connection.apiBase, s3Url, proxyUrl, graphqlUrl]) {
    if (isLoopback(url)) continue;
    throw new Error(`refused to use ${url}: TRAINYARD_LOOPBACK_ONLY=1 allows addresses of this machine only`);
  }
}

function textOf(text: string | undefined): string | undefined {
  const trimmed = text?.trim() ?? "";
  return trimmed === "" ? undefined : trimmed;
}

function notRunning(why: string): string {
  return `the emulated RunPod is not running: ${why}; start it with ./yard local up`;
}

function noKey(base: string): string {
  const how = "set RUNPOD_API_KEY, or run: pulumi config set --secret trainyard:runpodApiKey";
  return `no key for RunPod at ${base}: ${how}; for the emulated RunPod: pulumi config set trainyard:runpod emulated`;
}
