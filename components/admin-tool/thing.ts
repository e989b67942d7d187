import type { z } from "zod";
import type { Clock } from "../lib/clock.ts";
import type { Problem } from "../lib/errors.ts";

/** Values as Pulumi hands them over. */
export type Properties = Readonly<Record<string, unknown>>;

/** One call of a tool. Throws ToolError for what the tool refuses, and an Error where it gives no answer. */
export type Ask = <T>(command: string, input: object, shape: z.ZodType<T>, timeoutSeconds?: number) => Promise<T>;

/** What a thing is looked at and changed by. */
export interface ToolWorld {
  readonly ask: Ask;
  /** Whether the namespace of the tool's pod is no more: with it went all that was kept there. */
  isPlaceGone(): Promise<boolean>;
  readonly clock: Clock;
  /** Aborts when whoever wants the result is dead. */
  readonly signal?: AbortSignal | undefined;
  readonly say: (line: string) => void;
}

/** What to do next, of what is seen now. */
export type Step =
  | { readonly do: "nothing" }
  | { readonly do: "refuse"; readonly problems: readonly Problem[] }
  | { readonly do: "ask"; readonly command: string; readonly input: object; readonly saying: string };

/** Something that a tool makes, changes and removes. All but `observe` is pure. */
export interface Thing<Wish, Seen> {
  /** What people call it: `table`. */
  readonly called: string;
  /** Program in the container `admin`. */
  readonly tool: "hbase-admin" | "hdfs-admin";
  /** Takes what a refresh brings too, however it was made by hand; what may be asked for, `problems` says. */
  readonly shape: z.ZodType<Wish>;
  /** Fields whose change is another thing; the first one is its name. */
  readonly identity: readonly [string, ...string[]];
  /** What is wrong with a wish whatever stands; `before` is the former wish. */
  problems(wish: Wish, before: Wish | undefined): readonly Problem[];
  /** undefined where there is none. */
  observe(ask: Ask, wish: Wish): Promise<Seen | undefined>;
  /** `isNew`: the state knows no such thing yet, so one that is seen may be somebody else's. */
  decide(wish: Wish, seen: Seen | undefined, isNew: boolean): Step;
  /** The wish as the thing that is seen would have it. */
  seenAs(wish: Wish, seen: Seen): Properties;
  /** How it goes; it is there. */
  removal(wish: Wish, seen: Seen): Step;
}

export const nothing: Step = { do: "nothing" };
