import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readlinkSync } from "node:fs";
import { dirname } from "node:path";
import { expect, it } from "vitest";
import { EventLog } from "../../../cli/plan/event-log.ts";
import { LineTail } from "../../../cli/runs/line-tail.ts";

it("gives a program a file to write that has no name, and reads it while and after it is written", async () => {
  const log = new EventLog();
  try {
    const tail = new LineTail(log.descriptor);
    // As the CLI does: truncates the path that it was given and writes there; then it is killed.
    const script = `exec 4>/dev/fd/3; echo '{"first":"ខ្មែរ"}' >&4; echo told; printf '{"cut' >&4; kill -9 $$`;
    const child = spawn("sh", ["-c", script], { stdio: ["ignore", "pipe", "inherit", log.descriptor] });
    await once(child.stdout ?? expect.fail("no stdout"), "data");
    expect(tail.next()).toEqual(['{"first":"ខ្មែរ"}']);
    const name = existsSync("/proc/self/fd") ? readlinkSync(`/proc/self/fd/${log.descriptor}`) : undefined;
    expect(name ?? "(deleted)").toMatch(/\(deleted\)$/);
    expect(existsSync(dirname(name ?? "/none/events.json"))).toBe(false);
    await once(child, "close");
    expect(tail.next()).toEqual([]);
    expect(log.text()).toBe('{"first":"ខ្មែរ"}\n{"cut');
  } finally {
    log.close();
  }
});
