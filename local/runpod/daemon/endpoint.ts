import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { AccountKeys } from "../index.ts";

/** What a client needs to know; `endpoint.json` in the state directory, readable by its owner only. */
export interface Endpoint {
  readonly pid: number;
  readonly port: number;
  readonly apiUrl: string;
  readonly s3Url: string;
  /** With the places `{podId}` and `{port}`. */
  readonly proxyUrl: string;
  readonly graphqlUrl: string;
  readonly controlUrl: string;
  readonly apiKey: string;
  readonly s3AccessKey: string;
  readonly s3SecretKey: string;
}

/** The addresses of an emulator on `port`, without its keys. */
export function addresses(port: number): Omit<Endpoint, "apiKey" | "s3AccessKey" | "s3SecretKey"> {
  const base = `http://127.0.0.1:${port}`;
  return {
    pid: process.pid,
    port,
    apiUrl: `${base}/v2`,
    s3Url: `${base}/s3`,
    proxyUrl: `${base}/proxy/{podId}/{port}`,
    graphqlUrl: `${base}/graphql`,
    controlUrl: `${base}/control`,
  };
}

const fileIn = (stateDir: string) => join(stateDir, "endpoint.json");

/** Written aside and renamed: a reader finds the old one or the new one. */
export async function writeEndpoint(stateDir: string, port: number, keys: AccountKeys): Promise<void> {
  const { apiKey, s3AccessKey, s3SecretKey } = keys;
  const endpoint: Endpoint = { ...addresses(port), apiKey, s3AccessKey, s3SecretKey };
  const aside = `${fileIn(stateDir)}.${process.pid}`;
  await writeFile(aside, `${JSON.stringify(endpoint, null, 2)}\n`, { mode: 0o600 });
  await rename(aside, fileIn(stateDir));
}

const portIn = z.looseObject({ port: z.int().min(1).max(65535) });

/**
 * The port of the last run, so that addresses that pods and state files hold stay true; undefined at the first start, and where
 * the file was torn by a machine that lost its power.
 */
export async function lastPort(stateDir: string): Promise<number | undefined> {
  try {
    return portIn.parse(JSON.parse(await readFile(fileIn(stateDir), "utf8"))).port;
  } catch {
    return undefined;
  }
}
