/** What the active master says of a RegionServer that reports to it. */
export interface RegionServerFacts {
  /** `host,port,startcode` */
  readonly name: string;
  readonly host: string;
  readonly regions: number;
  /** Whether it takes no more regions. */
  readonly draining: boolean;
}

/** HBase as far as a drain looks at it. */
export interface HBaseFacts {
  /** null while no master is active. */
  readonly activeMaster: string | null;
  readonly servers: readonly RegionServerFacts[];
  readonly regionsInTransition: number;
  readonly balancer: boolean;
}

/** How HBase is looked at and told. */
export interface HBasePort {
  /** Throws where no master can be asked. */
  observe(): Promise<HBaseFacts>;
  /** Drains all of them in one call: only servers that are drained already get none of the regions. */
  drain(servers: readonly string[]): Promise<void>;
  recommission(servers: readonly string[]): Promise<void>;
  balance(on: boolean): Promise<void>;
}
