import { PluginProcess } from "./plugin-process.ts";

/** The kubeconfig of the cluster that cluster tests run against. */
export function testKubeconfig(): string {
  const file = process.env["TRAINYARD_TEST_KUBECONFIG"];
  if (file === undefined) throw new Error("set TRAINYARD_TEST_KUBECONFIG; ./yard test does so");
  return file;
}

/** A namespace of a test's own in the real cluster, made and removed by the plugin under test. */
export class TestNamespace {
  readonly name: string;
  readonly #plugins: PluginProcess[] = [];
  readonly #outputs: Readonly<Record<string, unknown>>;
  readonly #first: PluginProcess;

  private constructor(name: string, first: PluginProcess, outputs: Readonly<Record<string, unknown>>) {
    this.name = name;
    this.#first = first;
    this.#outputs = outputs;
  }

  static async make(prefix: string): Promise<TestNamespace> {
    const name = `${prefix}-${process.pid.toString(36)}${Date.now().toString(36)}`;
    const type = "kubernetes:core/v1:Namespace";
    const plugin = await PluginProcess.start("kubernetes", type, { kubeconfig: testKubeconfig() });
    const inputs = { apiVersion: "v1", kind: "Namespace", metadata: { name } };
    const { outputs } = await plugin.create("namespace", inputs);
    return new TestNamespace(name, plugin, outputs);
  }

  /** A plugin process whose resources are of `type`. */
  async plugin(type: string, settings: Readonly<Record<string, unknown>> = {}): Promise<PluginProcess> {
    const plugin = await PluginProcess.start("kubernetes", type, { kubeconfig: testKubeconfig(), ...settings });
    this.#plugins.push(plugin);
    return plugin;
  }

  async remove(): Promise<void> {
    for (const plugin of this.#plugins) await plugin.stop();
    await this.#first.delete("namespace", this.name, this.#outputs);
    await this.#first.stop();
  }
}
