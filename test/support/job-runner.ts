import { until } from "./cluster.ts";
import type { Kubectl } from "./kubectl.ts";

/** What a Job of a CronJob does otherwise than the clock's. */
export interface JobParts {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The volume `backups`. */
  readonly backups: object;
}

export type JobChange = (parts: JobParts) => JobParts;

export interface JobEnd {
  readonly log: string;
  /** The last line that is JSON. */
  readonly answer: unknown;
}

interface Job {
  readonly spec: {
    backoffLimit: number;
    readonly template: {
      readonly spec: {
        readonly containers: readonly [{ args: string[]; env?: { name: string; value: string }[] }];
        volumes: ({ name: string } & object)[];
      };
    };
  };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/** Jobs made of CronJobs, one try each. */
export class JobRunner {
  readonly #kubectl: Kubectl;
  readonly #namespace: string;

  constructor(kubectl: Kubectl, namespace: string) {
    this.#kubectl = kubectl;
    this.#namespace = namespace;
  }

  /** Runs it to its end; throws with its log where it fails. */
  async succeeds(name: string, cronJob: string, change?: JobChange): Promise<JobEnd> {
    return this.#run(name, cronJob, "Complete", change);
  }

  /** Runs it to its end; throws with its log where it succeeds. */
  async fails(name: string, cronJob: string, change?: JobChange): Promise<JobEnd> {
    return this.#run(name, cronJob, "Failed", change);
  }

  async start(name: string, cronJob: string, change: JobChange = (parts) => parts): Promise<void> {
    const create = ["create", "job", name, `--from=cronjob/${cronJob}`, "--dry-run=client", "--output=json"];
    const job = JSON.parse(await this.#kube(create)) as Job;
    const pod = job.spec.template.spec;
    const [container] = pod.containers;
    const found = pod.volumes.find((volume) => volume.name === "backups") ?? { name: "backups" };
    const { name: _backups, ...backups } = found;
    const env = Object.fromEntries((container.env ?? []).map((one) => [one.name, one.value]));
    const parts = change({ args: container.args, env, backups });
    container.args = [...parts.args];
    container.env = Object.entries(parts.env).map(([key, value]) => ({ name: key, value }));
    pod.volumes = [...pod.volumes.filter((volume) => volume !== found), { name: "backups", ...parts.backups }];
    job.spec.backoffLimit = 0;
    await this.#kube(["create", "--filename=-"], JSON.stringify(job));
  }

  /** Everything that it has said; nothing while its pod has not begun. */
  log(name: string): Promise<string> {
    return this.#kubectl.logs(this.#namespace, name).catch(() => "");
  }

  async #run(name: string, cronJob: string, end: string, change?: JobChange): Promise<JobEnd> {
    await this.start(name, cronJob, change);
    await this.#ended(name, end);
    const log = await this.log(name);
    const last = log.split("\n").findLast((line) => line.startsWith("{"));
    return { log, answer: last === undefined ? undefined : (JSON.parse(last) as unknown) };
  }

  async #ended(name: string, end: string): Promise<void> {
    let found: string | undefined;
    await until(
      `job ${name} has ended`,
      async () => {
        const { status } = await this.#kubectl.get<Job>(this.#namespace, `job/${name}`);
        found = status?.conditions?.find(
          (one) => ["Complete", "Failed"].includes(one.type) && one.status === "True",
        )?.type;
        return found !== undefined;
      },
      900,
    );
    if (found !== end) throw new Error(`job ${name}: ${String(found)} instead of ${end}: ${await this.log(name)}`);
  }

  #kube(args: readonly string[], input?: string): Promise<string> {
    return this.#kubectl.run(["--namespace", this.#namespace, ...args], input);
  }
}
