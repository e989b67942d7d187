import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Endpoint } from "../../../../local/runpod/daemon/endpoint.ts";

const MAIN = fileURLToPath(new URL("../../../../local/runpod/main.ts", import.meta.url));

/** The emulator as a process of its own. */
export class EmulatorProcess {
  readonly endpoint: Endpoint;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, endpoint: Endpoint) {
    this.#child = child;
    this.endpoint = endpoint;
  }

  static async start(stateDir: string): Promise<EmulatorProcess> {
    const child = spawn(process.execPath, [MAIN, "--state", stateDir], { stdio: ["ignore", "pipe", "inherit"] });
    const first = await Promise.race([once(child.stdout, "data"), once(child, "exit").then(() => undefined)]);
    if (first === undefined) throw new Error("the emulator ended before it was ready");
    const endpoint = JSON.parse(await readFile(join(stateDir, "endpoint.json"), "utf8")) as Endpoint;
    return new EmulatorProcess(child, endpoint);
  }

  /** Runs it until it ends by itself. */
  static async run(args: readonly string[]): Promise<{ exitCode: number; stderr: string }> {
    const child = spawn(process.execPath, [MAIN, ...args], { stdio: ["ignore", "ignore", "pipe"] });
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    const [exitCode] = (await once(child, "close")) as [number];
    return { exitCode, stderr };
  }

  #headers(): Record<string, string> {
    return { authorization: `Bearer ${this.endpoint.apiKey}`, "user-agent": "trainyard-test/1" };
  }

  /** One call of the API with the account's key. */
  async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const headers = { ...this.#headers(), "content-type": "application/json" };
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
    const answer = await fetch(this.endpoint.apiUrl + path, init);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as T;
  }

  /** Lines of the pod's own output so far. */
  async logOf(podId: string): Promise<string[]> {
    const headers = this.#headers();
    const end = new AbortController();
    const url = `${this.endpoint.apiUrl}/pods/${podId}/logs?source=container&tail=1000`;
    const answer = await fetch(url, { headers, signal: end.signal });
    let text = "";
    const timer = setTimeout(() => end.abort(), 300);
    try {
      for await (const chunk of answer.body ?? []) text += Buffer.from(chunk).toString();
    } catch {
      // cut by ourselves: the stream of a living pod has no end
    }
    clearTimeout(timer);
    return [...text.matchAll(/^data: (.*)$/gm)].map((match) => (JSON.parse(match[1] ?? "") as { line: string }).line);
  }

  /** Ends it and returns its exit code, null after a kill. */
  async stop(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<number | null> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return this.#child.exitCode;
    this.#child.kill(signal);
    const [exitCode] = (await once(this.#child, "exit")) as [number | null];
    return exitCode;
  }
}
