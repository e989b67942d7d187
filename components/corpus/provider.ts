import * as pulumi from "../lib/pulumi.ts";
import { type Kind, ShimmedResource } from "../lib/shim.ts";
import type { CorpusSnapshotArgs } from "./args.ts";

const kind: Kind = { file: "components/corpus/lifecycle.ts", module: "corpus", type: "CorpusSnapshot" };

/**
 * A prepared corpus in the data API: brought there, kept as a snapshot, read back from it for a run. Its counters and passages that
 * were turned away are rows there.
 *
 *     const khmer = new CorpusSnapshot("khmer", { api, path: "/corpora/khmer", corpusId, corpusDir });
 *     new TrainingJob("smoke", { ...job, data: khmer.data });
 *
 * The same corpus changes nothing. Another one is another snapshot; the older ones stay. Deleting it deletes nothing of the data.
 */
export class CorpusSnapshot extends ShimmedResource {
  declare readonly snapshotId: pulumi.Output<string>;
  /** Of the snapshot, by the API. */
  declare readonly manifestSha256: pulumi.Output<string>;
  /** Local folder with the files of the snapshot, each checked by its hash. */
  declare readonly dir: pulumi.Output<string>;
  /** What a TrainingJob takes as its data. */
  readonly data: pulumi.Output<{ readonly id: string; readonly path: string; readonly snapshot: string }>;

  constructor(name: string, args: CorpusSnapshotArgs, opts?: pulumi.CustomResourceOptions) {
    const { api, path, corpusId, corpusDir } = args;
    const inputs = { controlUrl: api.controlUrl, token: pulumi.secret(api.token), path, corpusId, corpusDir };
    const outputs = {
      snapshotId: undefined,
      manifestSha256: undefined,
      files: undefined,
      bytes: undefined,
      dir: undefined,
    };
    const hidden = { additionalSecretOutputs: ["token"] };
    super(kind, name, { ...inputs, ...outputs }, pulumi.mergeOptions(opts, hidden));
    this.data = pulumi
      .all([corpusId, this.dir, this.snapshotId])
      .apply(([id, dir, snapshot]) => ({ id, path: dir, snapshot }));
  }
}
