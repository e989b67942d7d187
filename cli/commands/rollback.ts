import type { Command } from "commander";
import type { Context } from "../context.ts";
import { withExample } from "../program.ts";
import { rollBack } from "../promotion/rollback.ts";
import type { RunningImage } from "../promotion/running.ts";
import { readStackAt } from "../promotion/stack-at.ts";
import { ensureToolchain } from "../toolchain/index.ts";
import { bringUp } from "./up.ts";

/** `./yard rollback`: back to the digests of before the last promotion, and up. */
export function register(program: Command, context: Context): void {
  const command = program
    .command("rollback")
    .description("return to the former image digests and bring them up; refused (exit code 3) where data would be lost")
    .option("--config-only", "write the configuration, bring nothing up", false);
  withExample(command, "./yard rollback -s staging", "./yard rollback -s prod --yes").action(
    async ({ configOnly }: { readonly configOnly: boolean }) => {
      const { stack } = context.options();
      const { images, of, undo } = await rollBack(context, stack, () => running(context, stack));
      const lines = Object.entries(images).map(([name, reference]) => `  ${name}: ${reference}`);
      context.out.text([`Pulumi.${stack}.yaml names the images of ${of} again:`, ...lines].join("\n"));
      if (configOnly) {
        context.out.document({ stack, images, of });
        return;
      }
      let begun = false;
      await bringUp(context, () => (begun = true)).catch(async (error: unknown) => {
        // nothing was made, so the files say again what stands
        if (!begun)
          await undo().catch((left: unknown) => context.out.warn(`the former images stay named: ${textOf(left)}`));
        throw error;
      });
    },
  );
}

const textOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

async function running(context: Context, stack: string): Promise<readonly RunningImage[]> {
  const toolchain = await ensureToolchain(context, (line) => context.out.progress(line));
  return (await readStackAt(context, toolchain, stack)).images;
}
