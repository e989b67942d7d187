import type * as pulumi from "@pulumi/pulumi";

/** Where a training run is recorded. A link of `components/mlflow` satisfies it; so does a literal for a foreign server. */
export interface TrackingArgs {
  /** For the machine that runs Pulumi: an http(s) URL, or `kube://<namespace>/<service>:<port>`, reached by a port-forward. */
  readonly controlUrl: pulumi.Input<string>;
  /** User of MLflow who may create experiments, runs and models. */
  readonly username: pulumi.Input<string>;
  /** *secret* */
  readonly password: pulumi.Input<string>;
  /** Name of the experiment. @default - `<project>/<stack>` */
  readonly experiment?: pulumi.Input<string>;
  /** Public URL of the same server, asked where `controlUrl` does not answer. @default - none */
  readonly podUrl?: pulumi.Input<string>;
  /** Headers that `podUrl` needs, as an Access service token. *secret* @default - none */
  readonly podHeaders?: pulumi.Input<Readonly<Record<string, string>>>;
}

/** The arguments with every Input resolved. */
export interface TrackingInputs {
  readonly controlUrl: string;
  readonly username: string;
  readonly password: string;
  readonly experiment?: string;
  readonly podUrl?: string;
  readonly podHeaders?: Readonly<Record<string, string>>;
}
