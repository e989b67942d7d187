import { readFileSync } from "node:fs";

const read = (file: string): string => readFileSync(new URL(`scripts/${file}`, import.meta.url), "utf8");

/** What the servers' probes run. */
export const scripts = () => ({ "asks.sh": read("asks.sh") });
