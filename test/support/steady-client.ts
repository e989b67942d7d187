import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { until } from "./cluster.ts";
import type { Standing } from "./platform-drill.ts";

/** What a client got that called all the time: with a connection for each call, or with one that it keeps. */
export interface SteadyCalls {
  readonly calls: number;
  /** Each with its time; it never tries again. */
  readonly failures: readonly string[];
}

/** A pod that calls MLflow through its Service until it is told to stop. */
export class SteadyClient {
  readonly #standing: Standing;
  readonly #name: string;

  private constructor(standing: Standing, name: string) {
    this.#standing = standing;
    this.#name = name;
  }

  /** Resolves when it calls. */
  static async start(standing: Standing, name: string): Promise<SteadyClient> {
    const { kubectl, namespace, tracking } = standing;
    const script = await readFile(join(import.meta.dirname, "steady_client.py"), "utf8");
    const deployment = await kubectl.get<{ spec: { template: { spec: { containers: { image: string }[] } } } }>(
      namespace,
      `deployment/${tracking}`,
    );
    const image = deployment.spec.template.spec.containers[0]?.image;
    await kubectl.apply({
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { name, namespace },
      spec: { backoffLimit: 0, template: { spec: podOf(tracking, image, script) } },
    });
    await until("the client calls", async () => (await kubectl.logs(namespace, name)).includes("steady"), 180);
    return new SteadyClient(standing, name);
  }

  async stop(): Promise<{ readonly fresh: SteadyCalls; readonly kept: SteadyCalls }> {
    const { kubectl, namespace } = this.#standing;
    await kubectl.run(["--namespace", namespace, "exec", `job/${this.#name}`, "--", "touch", "/tmp/stop"]);
    const said = await kubectl.waitForJob(namespace, this.#name);
    return JSON.parse(said.trim().split("\n").at(-1) ?? "") as { fresh: SteadyCalls; kept: SteadyCalls };
  }
}

const podOf = (service: string, image: string | undefined, script: string) => ({
  restartPolicy: "Never",
  automountServiceAccountToken: false,
  securityContext: { runAsNonRoot: true, runAsUser: 10001, seccompProfile: { type: "RuntimeDefault" } },
  containers: [
    {
      name: "client",
      image,
      command: ["python3", "-c", script],
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
      env: [
        { name: "SERVER_HOST", value: service },
        { name: "SERVER_PORT", value: "5000" },
        { name: "SERVER_USERNAME", value: "admin" },
        {
          name: "SERVER_PASSWORD",
          valueFrom: { secretKeyRef: { name: `${service}-config`, key: "admin-password" } },
        },
      ],
    },
  ],
});
