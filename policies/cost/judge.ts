import {
  type PolicyConfigSchema,
  type ReportViolation,
  type ResourceValidationArgs,
  UnknownValueError,
} from "@pulumi/policy";
import { ceilingProblem, unknownProblem } from "../../components/lib/cost/ceiling.ts";

/** Pulumi's type of a TrainingJob. */
const TRAINING_JOB = "pulumi-nodejs:dynamic/runpod:TrainingJob";

/** Every rule of this pack has one number for the environment. */
export const ceilingConfig: PolicyConfigSchema = {
  properties: { max: { type: "number", exclusiveMinimum: 0 } },
};

/** One number of a job to judge; `read` takes it from the inputs, to which `check` has added the plan. */
export interface Judged {
  readonly rule: string;
  readonly field: string;
  readonly unit: string;
  read(props: Readonly<Record<string, unknown>>): unknown;
}

/** Reports what breaks the ceiling, and says whether nothing does. What preview cannot know is a violation: it would pass silently otherwise. */
export function judgeJob(args: ResourceValidationArgs, report: ReportViolation, judged: Judged): boolean {
  if (args.type !== TRAINING_JOB) return true;
  const { rule, field, unit } = judged;
  const { max } = args.getConfig<{ max?: number }>();
  const limited = { subject: `TrainingJob "${args.name}"`, rule, field, unit, ceiling: max };
  const problem = orUnknown(
    () => ceilingProblem({ ...limited, value: judged.read(args.props) }),
    () => unknownProblem(limited),
  );
  if (problem !== undefined) report(problem);
  return problem === undefined;
}

function orUnknown(known: () => string | undefined, unknown: () => string): string | undefined {
  try {
    return known();
  } catch (error) {
    if (error instanceof UnknownValueError) return unknown();
    throw error;
  }
}
