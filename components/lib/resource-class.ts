import * as pulumi from "./pulumi.ts";

/** A resource type of an official Pulumi package, as its generated class describes it. */
export interface ResourceType {
  /** Pulumi's token, as `kubernetes:apps/v1:StatefulSet`. */
  readonly token: string;
  /** Version of the npm package: the plugin's, to the letter. */
  readonly version: string;
  /** Inputs that never differ, as `kind`. */
  readonly fixed?: Readonly<Record<string, string>>;
  /** Properties that a program sets and reads. */
  readonly inputs: readonly string[];
  /** Properties that only the provider sets. */
  readonly outputs?: readonly string[];
  /** Inputs and outputs that are secret whatever a program says. */
  readonly secrets?: readonly string[];
}

/** The constructor of the official class. */
export type ResourceClass<Args, Made> = new (name: string, args: Args, opts?: pulumi.CustomResourceOptions) => Made;

/**
 * A class that registers what the official class of `type` registers, without loading it: its package takes in the index of
 * Pulumi's SDK. `Args` and `Made` are the official types. Aliases to API versions that no stack of ours ever had are left out.
 */
export function resourceClass<Args extends object, Made extends pulumi.CustomResource>(
  type: ResourceType,
): ResourceClass<Args, Made> {
  const { token, version, fixed = {}, inputs, outputs = [], secrets = [] } = type;
  class Registered extends pulumi.CustomResource {
    constructor(name: string, args: Args, opts?: pulumi.CustomResourceOptions) {
      const given = new Map<string, unknown>(Object.entries(args));
      const read = (field: string): unknown =>
        secrets.includes(field) && given.has(field) ? pulumi.secret(given.get(field)) : given.get(field);
      const fields = inputs.map((field) => [field, read(field)] as const);
      const results = outputs.map((field) => [field, undefined] as const);
      const hidden = secrets.length === 0 ? {} : { additionalSecretOutputs: [...secrets] };
      const options = pulumi.mergeOptions({ version, ...hidden }, opts);
      super(token, name, { ...fixed, ...Object.fromEntries([...fields, ...results]) }, options);
    }
  }
  return Registered as unknown as ResourceClass<Args, Made>;
}
