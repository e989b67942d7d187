import { readFileSync } from "node:fs";
import { deflateSync } from "node:zlib";

let encoded: string | undefined;

/** The supervisor as `TRAINYARD_SUPERVISOR` carries it: zlib, then base64. The file is read once. */
export function encodedSupervisor(): string {
  encoded ??= deflateSync(readFileSync(new URL("./supervisor.py", import.meta.url)), { level: 9 }).toString("base64");
  return encoded;
}
