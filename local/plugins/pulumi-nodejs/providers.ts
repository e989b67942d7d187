import { createRequire } from "node:module";
import { Config } from "@pulumi/pulumi/cmd/dynamic-provider/config.js";
import type { dynamic } from "@pulumi/pulumi";

/** A bag of properties as it comes over the wire. */
export type Properties = Record<string, unknown>;

/** Input and output in which the SDK keeps a provider's text. */
export const PROVIDER = "__provider";
/** What stands for a value that a preview does not know yet. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Compiles a module's text as if it lay in the working directory, which is the project's. */
type Compile = (code: unknown) => { handler(): dynamic.ResourceProvider };
const sdkRequire = createRequire(import.meta.resolve("@pulumi/pulumi/cmd/dynamic-provider/index.js"));
const compile = sdkRequire("require-from-string") as Compile;

/** The providers whose texts resources carry, each made and configured once in this process. */
export class Providers {
  readonly #made = new Map<unknown, Promise<dynamic.ResourceProvider>>();
  #config: Readonly<Record<string, string>> = {};

  /** The stack's configuration, from the properties of the provider resource. */
  configure(args: Readonly<Properties>): void {
    const given = Object.entries(args).filter(([key]) => key !== PROVIDER);
    this.#config = Object.fromEntries(given.map(([key, value]) => [key, opened(value) as string]));
  }

  /** The provider of the first of these bags that says which one. Rejects where its text cannot be compiled. */
  of(...bags: readonly Properties[]): Promise<dynamic.ResourceProvider> {
    const text = bags.map((bag) => bag[PROVIDER]).find((one) => one !== UNKNOWN);
    const known = this.#made.get(text);
    if (known !== undefined) return known;
    const made = this.#make(text);
    this.#made.set(text, made);
    made.catch(() => this.#made.delete(text));
    return made;
  }

  async #make(text: unknown): Promise<dynamic.ResourceProvider> {
    const made = compile(text).handler();
    // The program's name is not known to a plugin, so keys of a configuration are whole ones.
    await made.configure?.({ config: new Config(this.#config, "") });
    return made;
  }
}

/** The value in the SDK's wrapping of a secret. */
function opened(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const { "4dabf18193072939515e22adb298388d": mark, value: inner } = value as Record<string, unknown>;
  return mark === "1b47061264138c4ac30d75fd1eb44270" ? inner : value;
}
