import type { Kubectl } from "./kubectl.ts";

/** A platform that stands: where, and the names of its parts. */
export interface Standing {
  readonly kubectl: Kubectl;
  readonly namespace: string;
  /** Name of the Postgres component. */
  readonly store: string;
  /** Name of the MLflow component. */
  readonly tracking: string;
}

const inside = ({ namespace }: Standing) => ["--namespace", namespace];

/** Kills every pod of a workload at once, without grace, and waits until it stands again. */
export async function killPods(standing: Standing, workload: string, instance: string): Promise<void> {
  const selector = `--selector=app.kubernetes.io/instance=${instance},app.kubernetes.io/component=server`;
  const { kubectl, namespace } = standing;
  await kubectl.run([...inside(standing), "delete", "pods", selector, "--grace-period=0", "--force"]);
  await kubectl.waitForRollout(namespace, workload);
}

/** Makes a Job of a CronJob now and waits for it. Answers with its log. */
export async function runNow(standing: Standing, cronJob: string, name: string): Promise<string> {
  const { kubectl, namespace } = standing;
  await kubectl.run([...inside(standing), "create", "job", name, `--from=cronjob/${cronJob}`]);
  return kubectl.waitForJob(namespace, name);
}

/** Runs one statement as the superuser, in the server's own pod. */
export function sql(standing: Standing, statement: string, database = "postgres"): Promise<string> {
  const script = `PGPASSWORD=$(cat /secrets/password) psql -h 127.0.0.1 -U postgres -d ${database} -tAc "${statement}"`;
  const { kubectl, store } = standing;
  return kubectl.run([...inside(standing), "exec", `${store}-0`, "--", "sh", "-c", script]);
}

/** The administrator's password, as the cluster has it. */
export async function adminPassword({ kubectl, namespace, tracking }: Standing): Promise<string> {
  const { data } = await kubectl.get<{ data: Readonly<Record<string, string>> }>(
    namespace,
    `secret/${tracking}-config`,
  );
  return Buffer.from(data["admin-password"] ?? "", "base64").toString();
}
