// Loaded beforehand: simulated time does not wait for a file to be read.
import "../../../components/training-job/runs.ts";
import { worldsBackend } from "../../../components/training-job/backend.ts";
import { jobLifecycle } from "../../../components/training-job/lifecycle.ts";
import type { Properties } from "../../../components/training-job/outputs.ts";
import type { World } from "../../../components/runpod/run/world.ts";

/** What Pulumi keeps of a resource. */
interface Kept {
  readonly id: string;
  readonly outs: Properties;
  readonly inputs: Properties;
}

/** One resource in a stack, handled by the real provider code in the order in which Pulumi calls it. */
export class SimulatedStack {
  private kept: Kept | undefined;
  private readonly inputs: Properties;

  /** `inputs` as the program gives them. */
  constructor(inputs: Properties) {
    this.inputs = { ...inputs, __provider: "the stored shim" };
  }

  /** undefined while the resource does not exist for Pulumi. */
  get state(): Kept | undefined {
    return this.kept;
  }

  /** `pulumi up`. Returns what was done. Throws what Pulumi would show. */
  async up(world: World): Promise<"created" | "updated" | "nothing"> {
    const provider = providerOf(world);
    const before = this.kept;
    const checked = await provider.check(before?.inputs ?? {}, this.inputs);
    const failures = (checked as { failures?: readonly unknown[] }).failures ?? [];
    if (failures.length > 0) throw new Error(`refused by check: ${JSON.stringify(failures)}`);
    const inputs = (checked as { inputs: Properties }).inputs;
    if (before === undefined) {
      await this.keep(world, inputs, async () => {
        const made = await provider.create(inputs);
        return { id: made.id, outs: made.outs as Properties };
      });
      return "created";
    }
    const diff = await provider.diff(before.id, before.outs, inputs);
    if (diff.replaces !== undefined && diff.replaces.length > 0) throw new Error("nothing of the run has changed");
    if (diff.changes === false) return "nothing";
    await this.keep(world, inputs, async () => {
      const changed = await provider.update(before.id, before.outs, inputs);
      return { id: before.id, outs: changed.outs as Properties };
    });
    return "updated";
  }

  /** `pulumi refresh`. */
  async refresh(world: World): Promise<void> {
    if (this.kept === undefined) return;
    const { id, outs, inputs } = this.kept;
    const read = await providerOf(world).read(id, outs);
    this.kept = read.id === undefined ? undefined : { id: read.id, outs: read.props as Properties, inputs };
  }

  /** `pulumi destroy`. */
  async down(world: World): Promise<void> {
    if (this.kept === undefined) return;
    await providerOf(world).delete(this.kept.id, this.kept.outs);
    this.kept = undefined;
  }

  /** What a dead plugin answers reaches nobody. */
  private async keep(world: World, inputs: Properties, act: () => Promise<Omit<Kept, "inputs">>): Promise<void> {
    try {
      const kept = { ...(await act()), inputs };
      if (!world.signal.aborted) this.kept = kept;
    } catch (error) {
      const partial = error as { id?: string; properties?: Properties };
      if (partial.id !== undefined && partial.properties !== undefined && !world.signal.aborted)
        this.kept = { id: partial.id, outs: partial.properties, inputs };
      throw error;
    }
  }
}

/** The provider of one plugin process: everything it knows is its world. */
function providerOf(world: World) {
  return jobLifecycle(() => worldsBackend({ service: world.service, forRun: () => world, forEnding: () => world }));
}
