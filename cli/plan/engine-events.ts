import { z } from "zod";
import { judgeOf } from "./joint-pack.ts";

const properties = z.record(z.string(), z.unknown());
const state = z.looseObject({ inputs: properties.nullish() });

const metadata = z.looseObject({
  op: z.string(),
  urn: z.string(),
  type: z.string(),
  old: state.nullish(),
  new: state.nullish(),
  keys: z.array(z.string()).nullish(),
  diffs: z.array(z.string()).nullish(),
});

const engineEvent = z.looseObject({
  policyEvent: z
    .looseObject({
      resourceUrn: z.string().default(""),
      message: z.string().default(""),
      policyName: z.string(),
      policyPackName: z.string(),
      enforcementLevel: z.string(),
    })
    .optional(),
  resourcePreEvent: z.looseObject({ metadata }).optional(),
  resOutputsEvent: z.looseObject({ metadata }).optional(),
  summaryEvent: z.looseObject({ resourceChanges: z.record(z.string(), z.number()) }).optional(),
  diagnosticEvent: z
    .looseObject({
      message: z.string(),
      severity: z.string(),
      urn: z.string().optional(),
      ephemeral: z.boolean().optional(),
    })
    .optional(),
});

type EngineEvent = z.infer<typeof engineEvent>;

/** One change that the engine would make. */
export interface Step {
  /** `create`, `update`, `replace`, `delete`, `same`, ... */
  readonly op: string;
  readonly urn: string;
  readonly type: string;
  /** The logical name. */
  readonly name: string;
  /** As they will be; of what goes, as they are. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** As they stand; undefined for what does not exist yet. */
  readonly before?: Readonly<Record<string, unknown>>;
  readonly diffs: readonly string[];
}

/** One violation of a policy. */
export interface Violation {
  readonly pack: string;
  readonly rule: string;
  readonly level: string;
  readonly resource: string;
  readonly message: string;
}

/** What one preview or update said through its event log. */
export interface Events {
  readonly steps: readonly Step[];
  readonly violations: readonly Violation[];
  /** Number of resources by operation. */
  readonly changes: Readonly<Record<string, number>>;
  readonly errors: readonly string[];
  /** What providers and the program told a person, each text once: also what they could not ask. */
  readonly said: readonly string[];
}

const nameOf = (urn: string) => urn.split("::").at(-1) ?? urn;

/** Reads what `--event-log` wrote; lines that cannot be read (a killed CLI) are passed over. */
export function readEvents(log: string): Events {
  const steps: Step[] = [];
  const violations: Violation[] = [];
  const errors: string[] = [];
  const said = new Map<string, Set<string>>();
  let changes: Readonly<Record<string, number>> = {};
  for (const { policyEvent, resourcePreEvent, summaryEvent, diagnosticEvent } of eventsIn(log)) {
    if (policyEvent) {
      violations.push({
        ...judgeOf(policyEvent.policyPackName, policyEvent.policyName),
        level: policyEvent.enforcementLevel,
        resource: nameOf(policyEvent.resourceUrn),
        message: plainText(policyEvent.message),
      });
    }
    if (resourcePreEvent) steps.push(stepOf(resourcePreEvent.metadata));
    if (summaryEvent) changes = summaryEvent.resourceChanges;
    if (diagnosticEvent?.severity === "error") errors.push(plainText(diagnosticEvent.message));
    for (const [text, about] of toldIn(diagnosticEvent)) said.set(text, (said.get(text) ?? new Set()).add(about));
  }
  return { steps, violations, changes, errors, said: [...said].map(([text, about]) => saidOf(text, [...about])) };
}

type Diagnostic = NonNullable<EngineEvent["diagnosticEvent"]>;

/** The lines of a diagnostic that are for a person, and the resource that each is about; what a process wrote to stderr is not. */
function toldIn(diagnostic: Diagnostic | undefined): readonly (readonly [string, string])[] {
  if (diagnostic === undefined || diagnostic.ephemeral === true) return [];
  const { severity, message, urn = "" } = diagnostic;
  if (severity !== "warning" && severity !== "info") return [];
  const about = urn.includes("::pulumi:pulumi:Stack::") ? "" : nameOf(urn);
  return plainText(message)
    .split("\n")
    .flatMap((line) => (line.trim() === "" ? [] : [[line.trim(), about] as const]));
}

/** `store, web: not built in the preview`. */
function saidOf(text: string, about: readonly string[]): string {
  const names = about.filter((name) => name !== "").join(", ");
  return names === "" ? text : `${names}: ${text}`;
}

/** What a refresh found of each resource: `same`, `update` where it differs from the state, `delete` where it is gone. */
export function readResults(log: string): readonly Step[] {
  return eventsIn(log).flatMap(({ resOutputsEvent }) => (resOutputsEvent ? [stepOf(resOutputsEvent.metadata)] : []));
}

function stepOf({ op, urn, type, old, new: next, diffs, keys }: z.infer<typeof metadata>): Step {
  return {
    ...{ op, urn, type, name: nameOf(urn) },
    inputs: next?.inputs ?? old?.inputs ?? {},
    ...(old == null ? {} : { before: old.inputs ?? {} }),
    diffs: keys ?? diffs ?? [],
  };
}

function eventsIn(log: string): readonly EngineEvent[] {
  return log.split("\n").flatMap((line): readonly EngineEvent[] => {
    const event = parseLine(line);
    return event === undefined ? [] : [event];
  });
}

function parseLine(line: string): EngineEvent | undefined {
  if (line.trim() === "") return undefined;
  try {
    return engineEvent.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/** Pulumi's own colour marks (`<{%reset%}>`) taken out. */
export function plainText(text: string): string {
  return text.replace(/<\{%[^%]*%\}>/g, "").trim();
}
