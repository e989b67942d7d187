import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../cli/main.ts", import.meta.url));

/** The CLI in a process of its own, without a terminal, and not as nohup starts it, however these tests were started. */
export function startYard(args: readonly string[], env: NodeJS.ProcessEnv, stdout: "pipe" | number = "pipe") {
  const words = ["--disable-warning=ExperimentalWarning", main, ...args];
  const given = { ...process.env, TRAINYARD_NOHUP: "", ...env };
  const child = spawn(process.execPath, words, { env: given, stdio: ["ignore", stdout, "pipe"] });
  const said = { stdout: "", stderr: "" };
  for (const from of ["stdout", "stderr"] as const)
    child[from]?.setEncoding("utf8").on("data", (text: string) => (said[from] += text));
  return { child, said, done: ended(child).then((code) => ({ code, ...said })) };
}

const ended = (child: ChildProcess) => new Promise<number | null>((resolve) => child.once("close", resolve));
