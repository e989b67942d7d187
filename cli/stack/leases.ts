import { readdirSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { isSame } from "../../components/runpod/processes.ts";
import { foldersIn } from "../runs/records.ts";

const lease = z.looseObject({ pid: z.number(), startedAt: z.string(), host: z.string() });

/** `<stack>/<job>` of every job whose lease a living process holds; one of another host counts as living. */
export function leasedJobs(home: string): ReadonlySet<string> {
  const found = foldersIn(join(home, "runs")).flatMap((job) =>
    readdirSync(join(home, "runs", job))
      .filter((file) => file.endsWith(".lease.json") && isHeld(join(home, "runs", job, file)))
      .map((file) => `${file.slice(0, -".lease.json".length)}/${job}`),
  );
  return new Set(found);
}

function isHeld(file: string): boolean {
  try {
    const holder = lease.parse(JSON.parse(readFileSync(file, "utf8")));
    return holder.host !== hostname() || isSame(holder);
  } catch {
    return false;
  }
}
