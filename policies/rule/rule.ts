import type { EnforcementLevel, PolicyConfigSchema } from "@pulumi/policy";

/** A resource as a rule sees it. Reading a property that preview cannot know throws UnknownValueError. */
export interface Resource {
  /** Pulumi's type, as `kubernetes:apps/v1:Deployment`. */
  readonly type: string;
  /** The logical name. */
  readonly name: string;
  /** Inputs, or, for a rule over a whole stack, outputs. */
  readonly props: Readonly<Record<string, unknown>>;
  readonly protect: boolean;
}

/** A resource of a stack that is judged as a whole. */
export interface StackResource extends Resource {
  readonly urn: string;
  /** URNs of the resources that an input was made from, by input. */
  readonly madeFrom: Readonly<Record<string, readonly string[]>>;
}

/** One thing that is not as a rule asks. */
export interface Finding {
  /** Where it stands in the resource, as `containers["server"].image`. */
  readonly where: string;
  /** What stands there: `is missing`, `is "latest"`. Never a value that may be secret. */
  readonly got: string;
  readonly allowed: string;
  /** What to do. @default - the rule's */
  readonly fix?: string;
}

/** A finding of a stack rule; without a resource it is about the stack. */
export interface StackFinding extends Finding {
  readonly resource?: StackResource;
}

/** What an environment's file says of a rule. */
export type Settings = Readonly<Record<string, unknown>>;

/** What every rule says of itself. */
interface Told {
  /** Name of the policy and of its file. */
  readonly id: string;
  /** What it asks for, one sentence. */
  readonly asks: string;
  /** Why, one sentence. */
  readonly why: string;
  /** What to do about a finding. */
  readonly fix: string;
  /** @default mandatory */
  readonly level?: Extract<EnforcementLevel, "mandatory" | "advisory" | "disabled">;
  /** What an environment may set; each with a range. @default - nothing */
  readonly settings?: NonNullable<PolicyConfigSchema["properties"]>;
}

/** A rule that judges the inputs of one resource. */
export interface ResourceRule extends Told {
  /**
   * What is said of a value that preview cannot know. `refused`: it is a finding. `later`: the update judges it, before the
   * resource is made; for what nobody can know earlier, as the digest of an image that is still to be built. @default refused
   */
  readonly unknown?: "refused" | "later";
  judge(resource: Resource, settings: Settings): Iterable<Finding>;
}

/** A rule that judges all resources together. */
export interface StackRule extends Told {
  judgeStack(resources: readonly StackResource[], settings: Settings): Iterable<StackFinding>;
}

export type Rule = ResourceRule | StackRule;
