import * as pulumi from "../lib/pulumi.ts";
import { type Kind, ShimmedResource } from "../lib/shim.ts";
import { budgetDefaults, type PricePlan, type TrainingJobArgs, trainingJobDefaults } from "./args.ts";
import { contentTag } from "./hash.ts";

const kind: Kind = { file: "components/training-job/lifecycle.ts", module: "runpod", type: "TrainingJob" };

/**
 * A GPU training run on RunPod with a hard limit in dollars. `up` starts it, follows it to its end, fetches logs and
 * results, ends the pod and proves it gone; a second `up` starts nothing.
 *
 *     new TrainingJob("smoke", { image, command: ["python3", "train.py"], maxUsd: 0.5, maxUsdPerHour: 0.4,
 *       maxDurationMinutes: 30, candidates: [{ gpu: "NVIDIA RTX A4000", cloud: "SECURE" }] });
 *
 * A change of recipe, command, image content, data, environment or seed is another run (replace, old pods end first).
 * Budgets and labels change in place. It costs at most `maxUsd`; README.md has outputs and limits.
 */
export class TrainingJob extends ShimmedResource {
  /** Last pod; null where none was made. */
  declare readonly podId: pulumi.Output<string | null>;
  /** Pods of all attempts, oldest first. */
  declare readonly podIds: pulumi.Output<readonly string[]>;
  declare readonly gpu: pulumi.Output<string | null>;
  declare readonly dataCenter: pulumi.Output<string | null>;
  /** Price of the last pod, USD per hour. */
  declare readonly hourlyUsd: pulumi.Output<number | null>;
  /** What all attempts can cost at most, USD. */
  declare readonly worstCaseUsd: pulumi.Output<number>;
  /** All attempts, by time and price, USD. */
  declare readonly spentUsd: pulumi.Output<number>;
  /** All attempts, by RunPod's bill, USD; null while it is pending. */
  declare readonly billedUsd: pulumi.Output<number | null>;
  /** Attempts used. */
  declare readonly attempts: pulumi.Output<number>;
  /** `succeeded`, `failed`, `timed-out`, `over-budget`, `interrupted`, `cancelled`, or how far it is. */
  declare readonly status: pulumi.Output<string>;
  declare readonly exitCode: pulumi.Output<number | null>;
  /** Folder on this machine. */
  declare readonly artifactsPath: pulumi.Output<string>;
  /** File on this machine. */
  declare readonly logsPath: pulumi.Output<string>;
  /** Single values of the trainer's metrics.json. */
  declare readonly metrics: pulumi.Output<Readonly<Record<string, unknown>> | null>;
  /** Run of MLflow; null while MLflow has not answered yet, undefined for a job without `mlflow`. */
  declare readonly mlflowRunId: pulumi.Output<string | null | undefined>;
  /** What its budget's ledger knows of it: `held`, `settled`, `released`, or `pending`; undefined for a job without a budget. */
  declare readonly charged: pulumi.Output<string | undefined>;
  /** Candidates, price and worst case, known in preview. */
  declare readonly plan: pulumi.Output<PricePlan>;

  constructor(name: string, args: TrainingJobArgs, opts?: pulumi.CustomResourceOptions) {
    const image = pulumi.output(args.image);
    const inputs = {
      ...trainingJobDefaults,
      ...{ recipe: null, command: null, data: null, volumeId: null, volumeDataCenter: null, registryAuthId: null },
      ...{ env: {}, secretEnv: {}, labels: {}, ports: [] },
      ...given(args),
      ...{ project: pulumi.getProject(), stack: pulumi.getStack(), name },
      ...{ image, imageTag: args.imageTag ?? image.apply(contentTag) },
      ...(args.mlflow === undefined ? {} : { mlflow: linkInputs(args.mlflow) }),
      ...(args.budget === undefined ? {} : { budget: budgetInputs(args.budget) }),
    };
    // What holds a password is a secret as a whole, also in the results that bear the inputs' names.
    const secrets = (["mlflow", "budget"] as const).filter((key) => args[key] !== undefined);
    const hidden = secrets.length === 0 ? {} : { additionalSecretOutputs: [...secrets] };
    const tracked = args.mlflow === undefined ? {} : notYetTracked;
    const charged = args.budget === undefined ? {} : { charged: undefined };
    super(kind, name, { ...inputs, ...notYet, ...tracked, ...charged }, pulumi.mergeOptions(opts, hidden));
  }
}

/** Names of the outputs that are no inputs. */
const notYet = {
  podId: undefined,
  podIds: undefined,
  gpu: undefined,
  dataCenter: undefined,
  hourlyUsd: undefined,
  worstCaseUsd: undefined,
  spentUsd: undefined,
  billedUsd: undefined,
  status: undefined,
  exitCode: undefined,
  artifactsPath: undefined,
  logsPath: undefined,
  metrics: undefined,
  plan: undefined,
};

const notYetTracked = { mlflowRunId: undefined, tracked: undefined };

/** What of a link is used; a link may hold more. */
function linkInputs(link: NonNullable<TrainingJobArgs["mlflow"]>) {
  const { controlUrl, username, password, experiment, podUrl, podHeaders } = link;
  return {
    ...{ controlUrl, username, password: pulumi.secret(password) },
    ...(experiment === undefined ? {} : { experiment }),
    ...(podUrl === undefined ? {} : { podUrl }),
    ...(podHeaders === undefined ? {} : { podHeaders: pulumi.secret(podHeaders) }),
  };
}

/** Every default filled in; a link may hold more than is used. */
function budgetInputs(budget: NonNullable<TrainingJobArgs["budget"]>) {
  const { limitUsd, team, environment, period, ledger } = budget;
  const { controlUrl, database, username, password } = ledger;
  return {
    ...{ limitUsd, team: team ?? budgetDefaults.team, environment: environment ?? pulumi.getStack() },
    period: period ?? budgetDefaults.period,
    ledger: { controlUrl, database, username, password: pulumi.secret(password) },
  };
}

/** An argument that is undefined is not given: its default counts. */
function given(args: TrainingJobArgs): Partial<TrainingJobArgs> {
  return Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
}
