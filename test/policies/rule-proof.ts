import { createRequire } from "node:module";
import type { PolicyResource, ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../components/lib/unknown.ts";
import { resourcePolicy, stackPolicy } from "../../policies/rule/policy.ts";
import type { ResourceRule, Rule, StackRule } from "../../policies/rule/rule.ts";

/** What the SDK puts around properties in preview. */
const { unknownCheckingProxy, UnknownValueError } = createRequire(import.meta.url)("@pulumi/policy") as {
  unknownCheckingProxy: (props: object) => Record<string, unknown>;
  UnknownValueError: new () => Error;
};

/** A resource as a test writes it. */
export interface Written {
  readonly type: string;
  readonly props: Readonly<Record<string, unknown>>;
  readonly name?: string;
  readonly protect?: boolean;
  /** Names of resources that an input was made from, by input. */
  readonly madeFrom?: Readonly<Record<string, readonly string[]>>;
}

/** What proves a rule over single resources. */
export interface Proof {
  /** What the environment says. @default - nothing */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly passes: readonly [Written, ...Written[]];
  /** Each with texts that its message holds: what is there and what is allowed. */
  readonly refuses: readonly [readonly [Written, ...string[]], ...(readonly [Written, ...string[]])[]];
  /** A resource of its kind that says nothing at all. */
  readonly empty: { readonly of: Written; readonly is: "refused" | "passed" };
  /** A value that preview cannot know. */
  readonly unknown: Written;
}

/** The same over whole stacks. */
export interface StackProof {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly passes: readonly (readonly Written[])[];
  readonly refuses: readonly [
    readonly [readonly Written[], ...string[]],
    ...(readonly [readonly Written[], ...string[]])[],
  ];
  readonly empty: { readonly of: readonly Written[]; readonly is: "refused" | "passed" };
  /** A stack with a value that preview cannot know, for a rule that reads values. */
  readonly unknown: readonly Written[] | "reads no values";
}

export { UNKNOWN };

const optionsOf = ({ protect = false }: Written) => ({ protect });
const urnOf = (name: string) => `urn:pulumi:dev::trainyard::${name}`;

/** What a rule says of one resource in preview; throws what the SDK would make an advisory of. */
export async function said(rule: ResourceRule, of: Written, settings: object = {}): Promise<string[]> {
  const messages: string[] = [];
  const { type, name = "one", props } = of;
  const args = { type, name, opts: optionsOf(of), props: unknownCheckingProxy(props), getConfig: () => settings };
  const validate = resourcePolicy(rule).validateResource;
  if (typeof validate !== "function") throw new Error("the rule has no single validation");
  await validate(args as unknown as ResourceValidationArgs, (message) => messages.push(message));
  return messages;
}

/** What a rule says of a stack. */
export async function saidOfStack(
  rule: StackRule,
  stack: readonly Written[],
  settings: object = {},
): Promise<string[]> {
  const messages: string[] = [];
  const resources = stack.map((of, index) => {
    const name = of.name ?? `r${index}`;
    const made = Object.entries(of.madeFrom ?? {}).map(([input, from]) => [
      input,
      from.map((one) => ({ urn: urnOf(one) })),
    ]);
    const propertyDependencies = Object.fromEntries(made) as PolicyResource["propertyDependencies"];
    return {
      type: of.type,
      name,
      urn: urnOf(name),
      opts: optionsOf(of),
      props: unknownCheckingProxy(of.props),
      propertyDependencies,
    };
  });
  const args = { resources, getConfig: () => settings };
  await stackPolicy(rule).validateStack(args as unknown as StackValidationArgs, (message) => messages.push(message));
  return messages;
}

/** The tests that every rule stands. A rule without a proof fails here. */
export function proveRules(rules: readonly Rule[], proofs: Readonly<Record<string, Proof | StackProof>>): void {
  it("have a proof each, and no proof is left over", () => {
    expect(Object.keys(proofs).sort()).toEqual(rules.map((rule) => rule.id).sort());
  });
  for (const rule of rules) {
    const proof = proofs[rule.id];
    if (proof === undefined) continue;
    describe(rule.id, () => {
      if ("judge" in rule) proveRule(rule, proof as Proof);
      else proveStackRule(rule, proof as StackProof);
    });
  }
}

function proveRule(rule: ResourceRule, { settings, passes, refuses, empty, unknown }: Proof): void {
  it.each(passes.map((of, index) => [index + 1, of] as const))("passes what is as it asks (%i)", async (_, of) => {
    expect(await said(rule, of, settings)).toEqual([]);
  });
  it.each(refuses.map(([of, ...texts], index) => [index + 1, of, texts] as const))(
    "refuses what is not, naming resource, rule, what is there, what is allowed and what to do (%i)",
    async (_, of, texts) => {
      const [message = "", ...more] = await said(rule, { ...of, name: "culprit" }, settings);
      expect(more).toEqual([]);
      complete(message, rule, texts);
      expect(message).toContain(`${of.type.split(":").at(-1) ?? ""} "culprit"`);
    },
  );
  it(`judges a resource that says nothing: ${empty.is}`, async () => {
    expect((await said(rule, empty.of, settings)).length > 0).toBe(empty.is === "refused");
  });
  if (rule.unknown === "later") {
    it("leaves what preview cannot know to the update, and says so", async () => {
      await expect(said(rule, unknown, settings)).rejects.toBeInstanceOf(UnknownValueError);
    });
  } else {
    it("refuses what preview cannot know", async () => {
      expect(await said(rule, unknown, settings)).toEqual([expect.stringContaining("is not known in preview")]);
    });
  }
  it("finds one among many", async () => {
    const many = Array.from({ length: 60 }, (_, n) => (n === 37 ? refuses[0][0] : passes[0]));
    const found = await Promise.all(many.map((of) => said(rule, of, settings)));
    expect(found.flatMap((messages, n) => (messages.length > 0 ? [n] : []))).toEqual([37]);
  });
  it("leaves resources of other kinds alone", async () => {
    expect(await said(rule, { type: "aws:s3/bucket:Bucket", props: { spec: UNKNOWN } }, settings)).toEqual([]);
  });
}

function proveStackRule(rule: StackRule, { settings, passes, refuses, empty, unknown }: StackProof): void {
  it.each(passes.map((of, index) => [index + 1, of] as const))(
    "passes a stack that is as it asks (%i)",
    async (_, of) => {
      expect(await saidOfStack(rule, of, settings)).toEqual([]);
    },
  );
  it.each(refuses.map(([of, ...texts], index) => [index + 1, of, texts] as const))(
    "refuses one that is not, naming rule, what is there, what is allowed and what to do (%i)",
    async (_, of, texts) => {
      const [message = "", ...more] = await saidOfStack(rule, of, settings);
      expect(more).toEqual([]);
      complete(message, rule, texts);
    },
  );
  it(`judges resources that say nothing: ${empty.is}`, async () => {
    expect((await saidOfStack(rule, empty.of, settings)).length > 0).toBe(empty.is === "refused");
  });
  if (unknown !== "reads no values") {
    it("refuses what preview cannot know", async () => {
      const messages = await saidOfStack(rule, unknown, settings);
      expect(messages).toEqual([expect.stringMatching(/not known/)]);
    });
  }
  it("finds one among many", async () => {
    const others = Array.from({ length: 60 }, (_, n) => ({
      type: "random:index/randomPet:RandomPet",
      props: {},
      name: `other${n}`,
    }));
    expect(await saidOfStack(rule, [...others, ...refuses[0][0], ...others], settings)).toHaveLength(1);
    expect(await saidOfStack(rule, others, settings)).toEqual([]);
  });
}

function complete(message: string, rule: Rule, texts: readonly string[]): void {
  expect(message).toContain(`, rule ${rule.id}: `);
  expect(message).toMatch(/, allowed: .+; .+/);
  for (const text of texts) expect(message).toContain(text);
}
