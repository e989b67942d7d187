import { join } from "node:path";
import { createLogUpdate } from "log-update";
import { attemptFolders, EventTail } from "../runs/events.ts";
import { advance, emptyView, renderEvent, renderView, type AttemptView } from "./view.ts";

interface Followed {
  readonly tail: EventTail;
  view: AttemptView;
  drawn: string;
  drawnAt: number;
}

const POLL_MS = 500;
const PLAIN_LINE_EVERY_MS = 30_000;

/** A drawing of all attempts that move, until `stop` is called. */
export interface Follower {
  /** Prints a line above the drawing. */
  print(line: string): void;
  stop(): void;
}

/**
 * Draws phase, step, loss, speed and money of every attempt that gains events from now on. On a terminal the lines are
 * redrawn in place; elsewhere each event worth a line is printed once, and progress at most twice a minute.
 */
export function follow(home: string, out: NodeJS.WriteStream): Follower {
  const redraw = out.isTTY && process.env["TERM"] !== "dumb" ? createLogUpdate(out) : undefined;
  const followed = new Map<string, Followed>();
  for (const folder of attemptFolders(home)) followed.set(folder, begin(home, folder, true));

  const above = (line: string) => {
    redraw?.clear();
    out.write(`${line}\n`);
  };
  const poll = () => {
    for (const folder of attemptFolders(home))
      if (!followed.has(folder)) followed.set(folder, begin(home, folder, false));
    for (const one of followed.values()) take(one, above, redraw === undefined);
    redraw?.([...followed.values()].flatMap((one) => (one.drawn === "" ? [] : [one.drawn])).join("\n"));
  };
  const timer = setInterval(poll, POLL_MS);
  return {
    print: above,
    stop: () => {
      clearInterval(timer);
      poll();
      redraw?.done();
    },
  };
}

function begin(home: string, folder: string, old: boolean): Followed {
  const tail = new EventTail(join(home, "runs", folder, "events.jsonl"));
  if (old) tail.next();
  return { tail, view: emptyView(folder), drawn: "", drawnAt: 0 };
}

function take(one: Followed, print: (line: string) => void, plain: boolean): void {
  const events = one.tail.next();
  for (const event of events) {
    one.view = advance(one.view, event);
    const line = renderEvent(one.view.name, event);
    if (line !== undefined) print(line);
  }
  if (events.length === 0) return;
  one.drawn = renderView(one.view);
  const due = Date.now() - one.drawnAt >= PLAIN_LINE_EVERY_MS && events.some((event) => event.kind === "progress");
  if (plain && due) {
    one.drawnAt = Date.now();
    print(one.drawn);
  }
}
