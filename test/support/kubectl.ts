import { execFile } from "node:child_process";

/** kubectl for one cluster. A failed call throws with what kubectl said. */
export class Kubectl {
  readonly #program: string;
  readonly #kubeconfig: string;

  constructor(program: string, kubeconfig: string) {
    this.#program = program;
    this.#kubeconfig = kubeconfig;
  }

  run(args: readonly string[], input = ""): Promise<string> {
    return new Promise((resolve, reject) => {
      const options = { maxBuffer: 64 * 1024 * 1024 };
      const all = [`--kubeconfig=${this.#kubeconfig}`, ...args];
      const child = execFile(this.#program, all, options, (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else
          reject(
            new Error(`kubectl ${args.join(" ")}: ${stderr || error.message}\n${stdout.slice(-2000)}`, {
              cause: error,
            }),
          );
      });
      child.stdin?.end(input);
    });
  }

  async apply(manifest: unknown): Promise<void> {
    const strictly = ["apply", "--server-side", "--force-conflicts", "--validate=strict", "--filename=-"];
    await this.run(strictly, JSON.stringify(manifest));
  }

  async get<T>(namespace: string, what: string): Promise<T> {
    return JSON.parse(await this.run(["--namespace", namespace, "get", what, "--output=json"])) as T;
  }

  waitForRollout(namespace: string, what: string, seconds = 240): Promise<string> {
    return this.run(["--namespace", namespace, "rollout", "status", what, `--timeout=${seconds}s`]);
  }

  /** Waits for a Job to complete; throws with its log where it does not. */
  async waitForJob(namespace: string, name: string, seconds = 240): Promise<string> {
    const inside = ["--namespace", namespace];
    try {
      await this.run([...inside, "wait", "--for=condition=complete", `job/${name}`, `--timeout=${seconds}s`]);
    } catch (error) {
      throw new Error(`job ${name}: ${await this.logs(namespace, name)}`, { cause: error });
    }
    return this.logs(namespace, name);
  }

  logs(namespace: string, job: string): Promise<string> {
    return this.run(["--namespace", namespace, "logs", `job/${job}`, "--all-containers", "--tail=100"]);
  }
}
