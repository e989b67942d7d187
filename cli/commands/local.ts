import type { Command } from "commander";
import { type ClusterStatus, clusterStatus, ensureCluster, resetCluster } from "../../local/cluster/index.ts";
import { clusterWish } from "../cluster.ts";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { ensureLocal, localStatus, resetLocal, stopLocal } from "../local.ts";
import { withExample } from "../program.ts";
import { ensureToolchain } from "../toolchain/index.ts";

/** `./yard local`: the test bed alone, so that plain `pulumi` works beside it. */
export function register(program: Command, context: Context): void {
  const local = program
    .command("local")
    .description("the test bed alone: Docker engine, emulated RunPod, Kubernetes cluster");
  withExample(
    local,
    "./yard local up --cluster",
    "./yard local status --json",
    'eval "$(./yard local env)" && pulumi up -s dev',
  );
  const progress = (line: string) => context.out.progress(line);

  const up = local
    .command("up")
    .description("start or repair what does not run")
    .option("--cluster", "also the Kubernetes cluster, where the stack's configuration does not ask for it", false);
  withExample(up, "./yard local up", "./yard local up --cluster").action(async ({ cluster }: { cluster: boolean }) => {
    await ensureLocal(context, progress);
    const wish = clusterWish(context, context.options().stack) ?? (cluster ? {} : undefined);
    if (wish !== undefined) await ensureCluster(context, progress, wish);
    await show(context);
  });
  withExample(local.command("down").description("stop what ./yard started"), "./yard local down").action(async () => {
    await stopLocal(context, progress);
    await show(context);
  });
  withExample(local.command("status").description("show what runs"), "./yard local status").action(() => show(context));
  withExample(
    local.command("env").description("print the variables that plain pulumi needs, for eval"),
    'eval "$(./yard local env)"',
  ).action(async () => {
    const { env } = await ensureToolchain(context, progress);
    for (const [name, value] of Object.entries(env)) context.out.text(`export ${name}=${quote(value)}`);
    context.out.document(env);
  });
  withExample(
    local
      .command("reset")
      .description("stop, and forget the emulated account (pods, volumes, money) and the cluster's data"),
    "./yard local reset --yes",
  ).action(async () => {
    if (!context.options().yes) throw unconfirmed();
    await stopLocal(context, progress);
    await resetLocal(context);
    await resetCluster(context, progress);
    await show(context);
  });
}

async function show(context: Context): Promise<void> {
  const status = await localStatus(context);
  const { engine, runpod } = status;
  context.out.text(
    `engine  ${engine === undefined ? "not running" : `${engine.host} (${engine.origin}, Docker ${engine.version})`}`,
  );
  context.out.text(`runpod  ${runpod === undefined ? "not running" : `${runpod.apiUrl} (process ${runpod.pid})`}`);
  if (runpod !== undefined) context.out.text(`log     ${runpod.log}`);
  const found = await clusterStatus(context);
  context.out.text(`cluster ${found === undefined ? "not running" : renderCluster(found)}`);
  context.out.document({ engine: engine ?? null, runpod: runpod ?? null, cluster: found ?? null });
}

function renderCluster({ cluster, pid, logs, problems }: ClusterStatus): string {
  const health = problems.length === 0 ? "ready" : `NOT READY: ${problems.join("; ")}`;
  return [
    `${health} (process ${pid}), kubeconfig ${cluster.kubeconfig}`,
    `registry ${cluster.registry}`,
    `log     ${logs}`,
  ].join("\n");
}

function unconfirmed(): Failure {
  return new Failure(
    {
      what: "reset was not confirmed",
      on: "the emulated account and the cluster of this clone",
      why: "pods, volumes, balance and logs would be lost, and all that the cluster keeps",
      todo: "run ./yard local reset --yes",
    },
    exitCodes.usage,
  );
}

function quote(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
