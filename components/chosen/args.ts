/** A value that is chosen with the first update. */
export interface ChosenArgs {
  /** Whose it is, as `ZooKeeper "keeper"`. */
  readonly subject: string;
  /** The argument, as `servers`. */
  readonly field: string;
  readonly value: string | number | boolean;
  /** Changes that are none to refuse, as `false to true`. @default - none */
  readonly allowed?: readonly string[];
  /** Whether the update after this one may choose anew, as what made a change dangerous is out of the way. @default false */
  readonly mayChange?: boolean;
  /** What a change would do, and what to do instead. */
  readonly why: string;
}
