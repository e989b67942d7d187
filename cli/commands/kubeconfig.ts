import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import { LOCAL_CLUSTER } from "../../components/lib/kube-access.ts";
import { clusterStatus } from "../../local/cluster/index.ts";
import { userKubeconfig } from "../../local/cluster/user-kubeconfig.ts";
import { clusterWish } from "../cluster.ts";
import type { Context } from "../context.ts";
import { Failure } from "../failure.ts";
import { withExample } from "../program.ts";

/** `./yard kubeconfig`: how kubectl and others reach the cluster of the stack. */
export function register(program: Command, context: Context): void {
  const command = program
    .command("kubeconfig")
    .description("print the path of the cluster's kubeconfig")
    .option("--raw", "print its content", false);
  withExample(command, "export KUBECONFIG=$(./yard kubeconfig)", "./yard kubeconfig --raw > ~/.kube/trainyard").action(
    async ({ raw }: { raw: boolean }) => {
      const { file, name } = await find(context);
      const content = raw ? await readFile(file, "utf8") : undefined;
      context.out.text(content?.trimEnd() ?? file);
      context.out.document({ kubeconfig: file, context: name, ...(content === undefined ? {} : { content }) });
    },
  );
}

async function find(context: Context): Promise<{ readonly file: string; readonly name: string }> {
  const { stack } = context.options();
  const wish = clusterWish(context, stack);
  if (wish?.kubernetes !== undefined && wish.kubernetes !== LOCAL_CLUSTER) {
    return { file: userKubeconfig(context.env, wish.kubeconfig), name: wish.kubernetes };
  }
  const status = await clusterStatus(context);
  if (status !== undefined) return { file: status.cluster.kubeconfig, name: status.cluster.context };
  throw new Failure({
    what: "there is no kubeconfig",
    on: `stack ${stack}`,
    why: "the cluster of this clone does not run",
    todo: "start it: ./yard local up --cluster",
  });
}
