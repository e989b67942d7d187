import { type Bench, testCluster } from "./cluster.ts";
import { PluginProcess } from "./plugin-process.ts";

/** A namespace of a test's own in the real cluster, made and removed by the plugin under test. */
export class TestNamespace {
  readonly name: string;
  readonly bench: Bench;
  readonly #plugins: PluginProcess[] = [];
  readonly #own: PluginProcess;
  readonly #outputs: Readonly<Record<string, unknown>>;

  private constructor(bench: Bench, own: PluginProcess, outputs: Readonly<Record<string, unknown>>, name: string) {
    this.bench = bench;
    this.name = name;
    this.#own = own;
    this.#outputs = outputs;
  }

  /** `labels`: of the namespace. */
  static async make(prefix: string, labels: Readonly<Record<string, string>> = {}): Promise<TestNamespace> {
    const bench = await testCluster();
    const name = uniqueName(prefix);
    const own = await PluginProcess.start("kubernetes", "kubernetes:core/v1:Namespace", where(bench));
    const { outputs } = await own.create("space", { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } });
    return new TestNamespace(bench, own, outputs, name);
  }

  /** A plugin process whose resources are of `type`. */
  async plugin(type: string, settings: Readonly<Record<string, unknown>> = {}): Promise<PluginProcess> {
    const plugin = await PluginProcess.start("kubernetes", type, { ...where(this.bench), ...settings });
    this.#plugins.push(plugin);
    return plugin;
  }

  async remove(): Promise<void> {
    for (const plugin of this.#plugins) await plugin.stop();
    await this.#own.delete("space", this.name, this.#outputs);
    await this.#own.stop();
  }
}

/** A name that no other run has used in the same cluster. */
export const uniqueName = (prefix: string): string => `${prefix}-${process.pid.toString(36)}${Date.now().toString(36)}`;

const where = ({ cluster }: Bench) => ({ kubeconfig: cluster.kubeconfig, context: cluster.context });
