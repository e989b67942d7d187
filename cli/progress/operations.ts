import { z } from "zod";

const metadata = z.looseObject({ op: z.string(), urn: z.string(), type: z.string() });
const engineEvent = z.looseObject({
  timestamp: z.number(),
  resourcePreEvent: z.looseObject({ metadata }).optional(),
  resOutputsEvent: z.looseObject({ metadata }).optional(),
  resOpFailedEvent: z.looseObject({ metadata }).optional(),
  diagnosticEvent: z.looseObject({ urn: z.string().optional(), message: z.string(), severity: z.string() }).optional(),
});

interface Operation {
  readonly op: string;
  readonly name: string;
  readonly kind: string;
  /** Seconds since the epoch. */
  readonly since: number;
  readonly said: string;
}

/** What the engine works on now, by URN. */
export type Operations = ReadonlyMap<string, Operation>;

/** Operations that take no time worth telling. */
const still = new Set(["same", "read", "refresh", "delete-replaced", "create-replacement"]);

/** The operations after one line of the engine's event log. Debug lines, which may hold secrets, are passed over. */
export function afterEvent(operations: Operations, line: string): Operations {
  const event = parse(line);
  const started = event?.resourcePreEvent?.metadata;
  const ended = event?.resOutputsEvent?.metadata ?? event?.resOpFailedEvent?.metadata;
  const said = event?.diagnosticEvent;
  const next = new Map(operations);
  if (started !== undefined && event !== undefined && !still.has(started.op) && !isContainer(started.type)) {
    const { op, urn, type } = started;
    next.set(urn, {
      op,
      name: urn.split("::").at(-1) ?? urn,
      kind: type.split(":").at(-1) ?? type,
      since: event.timestamp,
      said: "",
    });
  }
  if (ended !== undefined) next.delete(ended.urn);
  const talking = said?.urn === undefined || said.severity === "debug" ? undefined : next.get(said.urn);
  if (said?.urn !== undefined && talking !== undefined)
    next.set(said.urn, { ...talking, said: said.message.trim().split("\n").at(-1) ?? "" });
  return next;
}

/** Components and the stack itself are there before their parts, and end with them. */
const isContainer = (type: string): boolean => type.startsWith("trainyard:") || type === "pulumi:pulumi:Stack";

/** What takes longer than `seconds`, the oldest first: `create Image mlflow, 45 s: [2/5] RUN ...`. */
export function slowOperations(operations: Operations, now: number, seconds: number): readonly string[] {
  return [...operations.values()]
    .filter(({ since }) => now - since >= seconds)
    .sort((a, b) => a.since - b.since)
    .map(
      ({ op, kind, name, since, said }) =>
        `${op} ${kind} ${name}, ${Math.round(now - since)} s${said === "" ? "" : `: ${said.slice(0, 100)}`}`,
    );
}

function parse(line: string): z.infer<typeof engineEvent> | undefined {
  try {
    return engineEvent.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
