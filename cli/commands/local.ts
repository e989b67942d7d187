import type { Command } from "commander";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { ensureLocal, localStatus, resetLocal, stopLocal } from "../local.ts";
import { withExample } from "../program.ts";
import { ensureToolchain } from "../toolchain/index.ts";

/** `./yard local`: the test bed alone, so that plain `pulumi` works beside it. */
export function register(program: Command, context: Context): void {
  const local = program.command("local").description("the test bed alone: Docker engine and emulated RunPod");
  withExample(local, "./yard local up", "./yard local status --json", 'eval "$(./yard local env)" && pulumi up -s dev');
  const progress = (line: string) => context.out.progress(line);

  withExample(local.command("up").description("start what does not run yet"), "./yard local up").action(async () => {
    await ensureLocal(context, progress);
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
    local.command("reset").description("stop, and forget the emulated account (pods, volumes, money)"),
    "./yard local reset --yes",
  ).action(async () => {
    if (!context.options().yes) throw unconfirmed();
    await stopLocal(context, progress);
    await resetLocal(context);
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
  context.out.document({ engine: engine ?? null, runpod: runpod ?? null });
}

function unconfirmed(): Failure {
  return new Failure(
    {
      what: "reset was not confirmed",
      on: "the emulated account of this clone",
      why: "its pods, volumes, balance and logs would be lost",
      todo: "run ./yard local reset --yes",
    },
    exitCodes.usage,
  );
}

function quote(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
