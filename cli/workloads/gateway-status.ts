import { z } from "zod";
import { silent, type Silent } from "./silent.ts";

const health = z.object({
  status: z.enum(["ok", "degraded", "down"]),
  dependencies: z.record(z.string(), z.object({ status: z.string(), message: z.string().optional() })),
});

/** What a pod of a data API says of itself and of what it stands on. */
export type Health = z.infer<typeof health>;

/** Throws where it is no answer of a data API. */
export const parseHealth = (text: string): Health => health.parse(JSON.parse(text));

export interface GatewayStatus {
  readonly name: string;
  readonly pods: readonly { readonly pod: string; readonly health: Health }[];
  readonly silent: readonly Silent[];
}

/** Asks all pods of a data API at once; never throws. */
export async function gatewayStatus(
  name: string,
  pods: readonly string[],
  ask: (pod: string) => Promise<Health>,
): Promise<GatewayStatus> {
  const looks = await Promise.all(
    pods.map(async (pod) =>
      ask(pod).then(
        (found) => ({ pod, health: found }),
        (error: unknown) => silent(pod, error),
      ),
    ),
  );
  return {
    name,
    pods: looks.flatMap((look) => ("health" in look ? [look] : [])),
    silent: looks.flatMap((look) => ("health" in look ? [] : [look])),
  };
}

/** A line for a data API, and one for each thing that a pod does not reach. */
export function gatewayLines({ name, pods }: GatewayStatus): readonly string[] {
  const states = (["ok", "degraded", "down"] as const).flatMap((status) => {
    const count = pods.filter((one) => one.health.status === status).length;
    return count === 0 ? [] : [`${status} on ${count} pod${count === 1 ? "" : "s"}`];
  });
  const missed = pods.flatMap(({ pod, health: { dependencies } }) =>
    Object.entries(dependencies)
      .filter(([, { status }]) => status !== "ok")
      .map(([part, { message }]) => `  ${pod} does not reach ${part}${message === undefined ? "" : `: ${message}`}`),
  );
  return [`data API ${name}: ${states.join(", ") || "no pod answers"}`, ...missed];
}
