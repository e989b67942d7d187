import { parseAttemptName } from "../../components/lib/names.ts";
import type { Pod } from "../../components/runpod/service.ts";

/** What is known here of the runs that may own a pod. */
export interface Known {
  /** The ownership token of this clone or account. */
  readonly owner: string;
  readonly project: string;
  /** Only pods of this stack; undefined = of every stack of the project. */
  readonly stack: string | undefined;
  /** `<stack>/<job>` of every job that a living process works on right now. */
  readonly leased: ReadonlySet<string>;
  /** Pod names whose run is recorded as running, so detached when nobody works on it. */
  readonly running: ReadonlySet<string>;
  /** Folders, as `<job>/<stack>-<hash8>-a<n>`, of runs that are kept here and whose record cannot be read. */
  readonly unreadable: ReadonlySet<string>;
}

/**
 * Why a pod is there. `orphan`: ours, and no run wants it. `in-use`: a living process works on it. `detached`: it runs on
 * with its own deadline until the next `up`, or nobody can say that it does not. `foreign`: not provably ours, never touched.
 */
export type Standing = "orphan" | "in-use" | "detached" | "foreign";

/** A pod that carries our name or token, and how it stands. */
export interface Found {
  readonly pod: Pod;
  readonly standing: Standing;
  readonly why: string;
}

/** Sorts the pods of an account. Pods that have nothing of ours (neither name nor token) are left out. */
export function classify(pods: readonly Pod[], known: Known): readonly Found[] {
  return pods.flatMap((pod) => {
    const parts = parseAttemptName(pod.name);
    const token = pod.env?.["TRAINYARD_OWNER"];
    const named = parts?.project === known.project && (known.stack === undefined || parts.stack === known.stack);
    if (!named) return [];
    const found = (standing: Standing, why: string): Found[] => [{ pod, standing, why }];
    if (token === undefined) return found("foreign", "has a name of ours but no ownership token");
    if (token !== known.owner) return found("foreign", "carries another owner's token");
    if (known.leased.has(`${parts.stack}/${parts.job}`)) return found("in-use", "a running update works on it");
    if (pod.status === "TERMINATED") return [];
    if (pod.status !== "EXITED" && pod.status !== "ERROR") {
      if (known.running.has(pod.name)) return found("detached", "its run was left running; the next up takes it over");
      const folder = `${parts.job}/${parts.stack}-${parts.hash8}-a${parts.attempt}`;
      if (known.unreadable.has(folder))
        return found("detached", `the record of its run cannot be read: runs/${folder}/status.json`);
    }
    return found("orphan", pod.status === "EXITED" ? "stopped, its disk is still billed" : "no run wants it");
  });
}
