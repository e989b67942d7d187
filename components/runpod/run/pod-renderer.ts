import { SUPERVISOR_PORT } from "../../lib/pod-port.ts";
import type { JobPlan } from "../../training-job/plan.ts";
import { type PodCapabilities, renderPodRequest } from "../render/pod-request.ts";
import { podSpec } from "../render/pod-spec.ts";
import type { CreatePodRequest } from "../service.ts";
import type { PodTask } from "./world.ts";

/** What every pod of an account is told. */
export interface PodSurroundings {
  /** The API as the pod reaches it; ends in `/v2`. */
  readonly apiUrl: string;
  readonly owner: string;
  /** `encodedSupervisor()`. */
  readonly supervisor: string;
  readonly capabilities: PodCapabilities;
}

/** `World.renderPod`: plan and task to the body of one create. */
export function podRenderer(surroundings: PodSurroundings): (job: JobPlan, task: PodTask) => CreatePodRequest {
  const { apiUrl, owner, supervisor, capabilities } = surroundings;
  return (job, task) => {
    const { attempt, token, createdAt, deadline, candidate } = task;
    const { volume, data, graceSeconds } = job;
    const spec = podSpec({
      ...{ run: job.run, attempt, token, apiUrl, createdAt, graceSeconds },
      // The supervisor counts its grace back from the end it is given; ours begins with the order to stop.
      deadline: deadline + graceSeconds,
      maxUsdPerHour: job.maxUsdPerHour,
      handoverSeconds: job.handoverSeconds,
      afterDeadlineSeconds: job.handoverSeconds,
      keepOnFailureSeconds: job.keepOnFailureSeconds,
      command: job.command,
      mount: volume?.mountPath ?? null,
      dataPath: data === null ? null : `corpora/${data.id}`,
      httpPort: volume === null ? SUPERVISOR_PORT : null,
      dataByHttp: volume === null && data !== null,
      checkpointSeconds: job.checkpointSeconds,
      checkpointKeep: job.checkpointKeep,
      stallSeconds: job.stallSeconds,
      seed: job.seed,
      recipe: job.recipe,
    });
    const { image, env, secretEnv, diskGb, ports, registryAuthId } = job;
    return renderPodRequest(
      {
        ...{ spec, owner, supervisor, image, candidate, env, secretEnv, diskGb, ports },
        volumeId: volume?.id ?? null,
        registryId: registryAuthId,
      },
      capabilities,
    );
  };
}
