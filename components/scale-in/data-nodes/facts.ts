/** What a NameNode says of a DataNode that reports to it, or did. */
export interface DataNodeFacts {
  readonly host: string;
  readonly adminState: "in-service" | "decommissioning" | "decommissioned" | "other";
  /** Seconds since it last reported. */
  readonly silentSeconds: number;
  /** Bytes of blocks. */
  readonly usedBytes: number;
  readonly remainingBytes: number;
  readonly capacityBytes: number;
}

/** What one NameNode says, and what its pod sees of the exclude list. */
export interface NameNodeFacts {
  /** Pod. */
  readonly name: string;
  readonly active: boolean;
  readonly safeMode: boolean;
  /** One a name. */
  readonly live: readonly DataNodeFacts[];
  /** Nodes that count as alive and are not shown, since another one of their name is: a pod that came back with another volume. */
  readonly hidden: number;
  /** Those of them that are in service. */
  readonly hiddenInService: number;
  /** Nodes that it has not heard of for long, one a name. */
  readonly dead: readonly Pick<DataNodeFacts, "host" | "silentSeconds">[];
  /** Blocks that lack copies which nobody has ordered yet. */
  readonly underReplicated: number;
  /** Blocks whose copies are ordered, or just written, and not reported yet. */
  readonly pending: number;
  readonly missing: number;
  /** Whether it still looks which blocks lack copies, after its start or when it became active. */
  readonly recounting: boolean;
  /** The exclude list as the mounted file shows it. */
  readonly mounted: readonly string[];
}

/** HDFS as far as a drain looks at it. */
export interface HdfsFacts {
  /** The exclude list as it is written. */
  readonly excluded: readonly string[];
  readonly nameNodes: readonly NameNodeFacts[];
  /** Nodes of the set whose pods run. */
  readonly running: readonly string[];
}

/** How HDFS is looked at and told. */
export interface HdfsPort {
  /** Throws where any of its NameNodes cannot be asked: all of them have to know who leaves. */
  observe(): Promise<HdfsFacts>;
  /** Replaces the exclude list. */
  exclude(hosts: readonly string[]): Promise<void>;
  /** Makes these NameNodes read the list. */
  refresh(nameNodes: readonly string[]): Promise<void>;
  /** Files that are being written and keep a node from leaving, by path. */
  openFiles(): Promise<readonly string[]>;
}

/**
 * The NameNode that decides; undefined while none does, and while two say so: one that was cut off or stood still believes that it is
 * active until its next write, and what it knows is of before.
 */
export function activeOf({ nameNodes }: HdfsFacts): NameNodeFacts | undefined {
  const [active, ...others] = nameNodes.filter((one) => one.active);
  return others.length === 0 ? active : undefined;
}
