import { join, relative } from "node:path";
import { realClock } from "../../components/lib/clock.ts";
import { parseAttemptName } from "../../components/lib/names.ts";
import { createAccount, type RunpodAccount } from "../../components/runpod/account.ts";
import { type Connection, resolveConnection, userAgent } from "../../components/runpod/connection.ts";
import { ownerOf } from "../../components/runpod/owner.ts";
import { serviceOf } from "../../components/training-job/station.ts";
import type { RunpodService } from "../../components/runpod/service.ts";
import type { Context } from "../context.ts";
import { Failure } from "../failure.ts";
import { run } from "../../local/process/run.ts";
import { clearStateLock, projectName } from "../pulumi.ts";
import { listRuns } from "../runs/records.ts";
import { classify, type Found } from "../sweep/classify.ts";
import { type LostThing, lostThings } from "../sweep/things.ts";
import { fileOfSecrets, stackConfigFiles } from "../stack-config.ts";
import type { Toolchain } from "../toolchain/index.ts";
import { type Configured, readConfigured } from "./configured.ts";
import { leasedJobs } from "./leases.ts";
import { resourceIds } from "./state.ts";

/** The RunPod account of a stack, as its commands reach it. */
export interface Account {
  readonly connection: Connection;
  readonly service: RunpodService;
  readonly things: RunpodAccount;
  readonly owner: string;
  readonly project: string;
}

const secretKeys = ["trainyard:runpodApiKey", "trainyard:runpodS3AccessKey", "trainyard:runpodS3SecretKey"];

/** Connects to the account that the stack's configuration and the environment name. Throws Failure where they name none. */
export async function openAccount(context: Context, toolchain: Toolchain): Promise<Account> {
  const { stack } = context.options();
  const configured = readConfigured(stackConfigFiles(context, stack).committed, context.env);
  const secrets = await readSecrets(context, toolchain, configured);
  const config = (key: string) => secrets[key] ?? configured.text(key);
  try {
    const connection = resolveConnection({ config, env: context.env, home: context.home });
    const things = createAccount({ ...connection, userAgent: userAgent(), clock: realClock });
    const owner = ownerOf(context.home, config("trainyard:owner"));
    return { connection, service: serviceOf(connection), things, owner, project: await projectName(context.root) };
  } catch (error) {
    throw new Failure({
      what: "RunPod cannot be asked",
      on: `stack ${stack}`,
      why: error instanceof Error ? error.message : String(error),
      todo: "mend what it says and run it again",
    });
  }
}

/** Secrets of the configuration that the environment does not override; the CLI decrypts them. */
async function readSecrets(context: Context, toolchain: Toolchain, configured: Configured) {
  const { stack } = context.options();
  const wanted = secretKeys.filter((key) => configured.isSecret(key));
  const found: Record<string, string> = {};
  for (const key of wanted) {
    const args = ["config", "get", key, "--stack", stack, "--config-file", fileOfSecrets(context, stack)];
    const { exitCode, stdout } = await run("pulumi", args, {
      cwd: context.root,
      env: { ...context.env, ...toolchain.env },
    });
    if (exitCode === 0) found[key] = stdout.trim();
  }
  return found;
}

/** Every pod of the account that bears a name of ours, and how it stands. */
export async function findPods(
  context: Context,
  account: Account,
  stack: string | undefined,
): Promise<readonly Found[]> {
  const { runs, unreadable } = listRuns(context.home);
  const running = runs.filter((record) => record.status === "running" || record.status === "creating");
  return classify(await account.service.listPods(), {
    owner: account.owner,
    project: account.project,
    stack,
    leased: leasedJobs(context.home),
    running: new Set(running.map((record) => record.name)),
    unreadable: new Set(unreadable.map(({ folder }) => relative(join(context.home, "runs"), folder))),
  });
}

/** Network volumes that bear a name of this stack. */
export async function findVolumes(account: Account, stack: string) {
  const prefix = `${account.project}-${stack}-`;
  const volumes = await account.things.volumes.list();
  return volumes.filter((volume) => volume.name.startsWith(prefix) && parseAttemptName(volume.name) === undefined);
}

/** Credentials and templates of ours that no state knows; none of a stack that an update works on, or whose state cannot be read. */
export async function findLost(
  context: Context,
  toolchain: Toolchain,
  account: Account,
  stack: string | undefined,
): Promise<readonly LostThing[]> {
  const whose = { owner: account.owner, project: account.project, stack };
  return lostThings(account.things, whose, async (name) => {
    const isFree = await clearStateLock(context, toolchain, name, (line) => context.out.warn(line)).then(
      () => true,
      () => false,
    );
    if (!isFree) return undefined;
    return resourceIds(context, toolchain, name).catch((error: unknown) => {
      if (!(error instanceof Failure)) throw error;
      context.out.warn(`credentials and templates of stack ${name} are left alone: ${error.message}`);
      return undefined;
    });
  });
}
