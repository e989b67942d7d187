import { createHash } from "node:crypto";
import { AmbiguousError } from "../../components/runpod/failures.ts";
import type { SignedStatus } from "../../components/runpod/render/status-line.ts";
import type { PodPort } from "../../components/runpod/service.ts";
import type { Files } from "./simulated-volumes.ts";

/** What the door of a simulated pod leads to. */
export interface BehindDoor {
  readonly inside: { readonly disk: Files };
  readonly phase: string;
  readonly status: SignedStatus | undefined;
  /** Lines of its log. */
  readonly said: readonly string[];
  dataComplete: boolean;
  acknowledged: boolean;
  readonly task: { readonly token: string };
  isOpen(): boolean;
  /** Where a file of the attempt is, and what is below such a place. */
  at(file: string): string;
  under(prefix: string): [string, string][];
}

/** The port of a simulated pod for whoever has `token`; what is fetched lands on `disk`. */
export function simulatedDoor(pod: BehindDoor, token: string, disk: Files): PodPort {
  const open = () => {
    if (!pod.isOpen() || token !== pod.task.token)
      throw new AmbiguousError("the pod does not answer", { status: 502, detail: "" });
  };
  return {
    health: async () => (pod.isOpen() ? { state: pod.phase } : undefined),
    putFile: async (path, localPath) => {
      open();
      pod.inside.disk.set(`data/${path}`, disk.get(localPath) ?? "");
    },
    dataComplete: async () => {
      open();
      pod.dataComplete = true;
    },
    status: async () => {
      open();
      return pod.status;
    },
    artifacts: async () => {
      open();
      return pod.under(pod.at("artifacts/")).map(([path, text]) => ({
        path,
        size: text.length,
        sha256: createHash("sha256").update(text).digest("hex"),
      }));
    },
    getArtifact: async (path, localPath) => {
      open();
      disk.set(localPath, pod.inside.disk.get(pod.at(`artifacts/${path}`)) ?? "");
    },
    getLog: async (localPath) => {
      open();
      disk.set(localPath, pod.said.join(""));
    },
    acknowledge: async () => {
      open();
      pod.acknowledged = true;
    },
  };
}
