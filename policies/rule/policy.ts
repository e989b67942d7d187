import type { PolicyResource, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { messageOf } from "./message.ts";
import type { Finding, Resource, ResourceRule, Rule, StackResource, StackRule } from "./rule.ts";
import { unknownPath } from "./unknown.ts";

/** A rule as the policy SDK takes it. */
export function policyOf(rule: Rule): ResourceValidationPolicy | StackValidationPolicy {
  return "judge" in rule ? resourcePolicy(rule) : stackPolicy(rule);
}

/** The same among the rules of several packs: named after its own, as `cost.max-usd`. */
export function policyAmongOthers(pack: string, rule: Rule): ResourceValidationPolicy | StackValidationPolicy {
  return { ...policyOf(rule), name: `${pack}.${rule.id}` };
}

/** Told about a rule in the SDK's words. */
function common({ id, asks, fix, level = "mandatory", settings }: Rule) {
  return {
    name: id,
    description: asks,
    remediationSteps: fix,
    enforcementLevel: level,
    ...(settings === undefined ? {} : { configSchema: { properties: settings } }),
  };
}

export function resourcePolicy(rule: ResourceRule): ResourceValidationPolicy {
  return {
    ...common(rule),
    validateResource: (args, report) => {
      const { type, name, opts } = args;
      const resource = { type, name, props: args.props, protect: opts.protect };
      const say = (finding: Finding) => report(messageOf(resource, rule, finding));
      try {
        for (const finding of rule.judge(resource, args.getConfig())) say(finding);
      } catch (error) {
        // Thrown on, the SDK reports it as advisory: "can't run policy ... during preview".
        const unknown = unknownPath(error);
        if (unknown === undefined || rule.unknown === "later") throw error;
        say(unknownFinding(unknown));
      }
    },
  };
}

export function stackPolicy(rule: StackRule): StackValidationPolicy {
  return {
    ...common(rule),
    validateStack: (args, report) => {
      let touched: StackResource | undefined;
      const resources = args.resources.map((resource) => seen(resource, (it) => (touched = it)));
      try {
        for (const { resource, ...finding } of rule.judgeStack(resources, args.getConfig()))
          report(messageOf(resource, rule, finding), resource?.urn);
      } catch (error) {
        const unknown = unknownPath(error);
        if (unknown === undefined) throw error;
        report(messageOf(touched, rule, unknownFinding(unknown)), touched?.urn);
      }
    },
  };
}

/** A resource that tells when its properties are read: an unknown value does not say whose it is. */
function seen(of: PolicyResource, touch: (resource: StackResource) => void): StackResource {
  const { type, name, urn, opts, propertyDependencies } = of;
  const madeFrom = Object.fromEntries(
    Object.entries(propertyDependencies).map(([input, made]) => [input, made.map((one) => one.urn)]),
  );
  return {
    ...{ type, name, urn, protect: opts.protect, madeFrom },
    get props(): Resource["props"] {
      touch(this);
      return of.props;
    },
  };
}

function unknownFinding(where: string): Finding {
  return {
    where,
    got: "is not known in preview",
    allowed: "a value that can be judged before anything is made",
    fix: `give ${where} as a plain value`,
  };
}
