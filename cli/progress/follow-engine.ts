import type { EventLog } from "../plan/event-log.ts";
import { LineTail } from "../runs/line-tail.ts";
import { afterEvent, type Operations, slowOperations } from "./operations.ts";

const TELL_EVERY_MS = 15_000;
const SLOW_SECONDS = 10;

/** Tells every 15 seconds what the engine has been working on for a while; a run tells of itself. */
export function followEngine(eventLog: EventLog, print: (line: string) => void): { stop(): void } {
  const tail = new LineTail(eventLog.descriptor);
  let operations: Operations = new Map();
  const tell = () => {
    for (const line of tail.next()) operations = afterEvent(operations, line);
    const others = new Map([...operations].filter(([, { kind }]) => kind !== "TrainingJob"));
    for (const line of slowOperations(others, Date.now() / 1000, SLOW_SECONDS)) print(`  ${line}`);
  };
  const timer = setInterval(tell, TELL_EVERY_MS);
  return { stop: () => clearInterval(timer) };
}
