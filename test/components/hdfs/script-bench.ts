import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { onTestFinished } from "vitest";
import { run, type RunResult } from "../../../local/process/run.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const scripts = resolve(import.meta.dirname, "..", "..", "..", "components", "hdfs", "scripts");

/** Runs a script of the pods with programs in place of those of the image, in a folder of its own. */
export class ScriptBench {
  readonly folder = temporaryFolder("ty-hdfs-script");

  /** A program on the PATH of scripts. Each call is noted with its words. */
  async program(name: string, body = ""): Promise<void> {
    const bin = join(this.folder, "bin");
    await mkdir(bin, { recursive: true });
    const note = `echo "${name} $*" >>"${join(this.folder, "calls")}"`;
    await writeFile(join(bin, name), `#!/bin/bash\n${note}\n${body}\n`);
    await chmod(join(bin, name), 0o755);
  }

  run(script: string, env: Readonly<Record<string, string>>): Promise<RunResult> {
    const path = `${join(this.folder, "bin")}:${process.env["PATH"] ?? ""}`;
    return run("bash", [join(scripts, script)], { env: { PATH: path, TMPDIR: this.folder, ...env } });
  }

  /** What a test does by hand. */
  shell(command: string): Promise<RunResult> {
    return run("bash", ["-c", command], { cwd: this.folder });
  }

  /** As if nothing had been called. */
  async forget(): Promise<void> {
    await rm(join(this.folder, "calls"), { force: true });
  }

  /** Calls of programs so far, a line each. */
  async calls(): Promise<readonly string[]> {
    const text = await readFile(join(this.folder, "calls"), "utf8").catch(() => "");
    return text.split("\n").filter((line) => line !== "");
  }
}

/** An address on loopback that no other test has. */
export function anAddress(): string {
  const part = () => 1 + Math.floor(Math.random() * 253);
  return `127.${part()}.${part()}.${part()}`;
}

/** A daemon whose /jmx says this, until the test has finished. Answers with its address. */
export async function saying(port: number, said: () => string): Promise<string> {
  const host = anAddress();
  const server = createServer((_, response) => response.end(said()));
  server.listen(port, host);
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return host;
}
