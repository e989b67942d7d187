import type * as pulumi from "@pulumi/pulumi";

/** A prepared corpus that is kept by a data API, and read back from a snapshot there. */
export interface CorpusSnapshotArgs {
  /** The API that keeps it; its token may write files and rows, and make tables. */
  readonly api: {
    /** For the machine that runs Pulumi: an http(s) URL, or `kube://<namespace>/<service>:<port>`. */
    readonly controlUrl: pulumi.Input<string>;
    /** *secret* */
    readonly token: pulumi.Input<string>;
  };
  /** Folder of the API that holds it, as `/corpora/khmer`. *replaces* */
  readonly path: string;
  /** Of the corpus: SHA-256 of its file list and settings, as its manifest has it. */
  readonly corpusId: pulumi.Input<string>;
  /** Local folder that it was prepared in; not looked at again while the id is the same. */
  readonly corpusDir: pulumi.Input<string>;
}

/** The arguments with every Input resolved. */
export interface CorpusInputs {
  readonly controlUrl: string;
  readonly token: string;
  readonly path: string;
  readonly corpusId: string;
  readonly corpusDir: string;
}

/** What is kept, and where this machine has it. */
export interface CorpusState extends CorpusInputs {
  readonly snapshotId: string;
  /** Of the snapshot, by the API. */
  readonly manifestSha256: string;
  readonly files: number;
  readonly bytes: number;
  /** Local folder with the files of the snapshot, each checked by its hash. */
  readonly dir: string;
}
