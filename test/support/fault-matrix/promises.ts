import { spentUsd } from "../../../components/lib/cost/spend.ts";
import type { PodRecord } from "../../../local/runpod/index.ts";
import type { Case } from "./cases.ts";
import type { Played } from "./play.ts";

/** Everything that a case broke, in words; nothing where all promises hold. */
export function broken(one: Case, played: Played): readonly string[] {
  return [
    ...money(one, played),
    ...onePod(one, played),
    ...once(played),
    ...messages(played),
    ...secrets(played),
    ...ends(one, played),
    ...goesOn(one, played),
  ];
}

/** Spend <= cap + price x the time in which RunPod refused terminations. */
function money({ strike }: Case, { yard, inputs }: Played): readonly string[] {
  const { core } = yard.emulator;
  const usd = core.pods().reduce((sum, pod) => sum + core.billed(pod.id).usd, 0);
  const refusedSeconds = strike.kind === "refuse" ? strike.seconds : 0;
  const allowed = inputs.maxUsd + spentUsd(refusedSeconds, inputs.maxUsdPerHour);
  return usd <= allowed + 1e-9 ? [] : [`${usd} USD were billed, ${allowed} allowed`];
}

/** At most one billed pod once RunPod has answered truly for 60 s. */
function onePod(one: Case, { yard, wire }: Played): readonly string[] {
  const since = (wire.struckAt ?? 0) + untrueSeconds(one) * 1000 + 60_000;
  const billedAt = (pod: PodRecord) => [Math.max(pod.createdAt, since), pod.terminatedAt ?? Infinity] as const;
  const pods = yard.emulator.core.pods();
  return pods.flatMap((pod, at) =>
    pods.slice(at + 1).flatMap((other) => {
      const [from, to] = [billedAt(pod), billedAt(other)];
      const overlapMs = Math.min(from[1], to[1]) - Math.max(from[0], to[0]);
      return overlapMs > 0 ? [`${pod.name} ${pod.id} and ${other.name} ${other.id} were billed together`] : [];
    }),
  );
}

/** For how long after its call a strike keeps RunPod from answering truly. */
function untrueSeconds({ strike }: Case): number {
  if (strike.kind === "refuse") return strike.seconds;
  return strike.kind === "fault" && "seconds" in strike.fault ? Math.abs(strike.fault.seconds) : 0;
}

/** A finished run is never trained again. */
function once({ yard, tries }: Played): readonly string[] {
  const { finishes } = yard.runner;
  const done = tries.some((one) => one.status === "succeeded");
  return [
    ...(finishes.length > 1 ? ["the run was trained twice"] : []),
    ...(done && finishes.length === 0 ? ["a success without a finish"] : []),
  ];
}

/** `on: what: why; todo` in one line, without a stack; or the words for a person who left. */
const clear = /^\S.*: \S.*: \S.*; \S.+$|^job "smoke": detached.*\.\/yard up/;

function messages({ tries }: Played): readonly string[] {
  return tries.flatMap(({ step, message: text }) => {
    if (text === undefined) return [];
    const isClear = clear.test(text) && !/\n|\bat \S+ \(|undefined|\[object|NaN/.test(text);
    return isClear ? [] : [`${step} failed with a message that is not clear: ${text}`];
  });
}

/** Keys and tokens stand in no message, log, state or kept file but the token's own. */
function secrets({ yard, tries, stack }: Played): readonly string[] {
  const tokens = [...yard.disk].filter(([path]) => path.endsWith("/token")).map(([, text]) => text);
  const hidden = [yard.emulator.core.keys.apiKey, ...tokens].filter((text) => text !== "");
  const kept = [...yard.disk].filter(([path]) => !path.endsWith("/token"));
  const told = [
    ...tries.map(({ message }) => ["a message", message ?? ""] as const),
    ...yard.lines.map((line) => ["the log", line] as const),
    ...kept,
    ["the state", JSON.stringify(stack.state ?? null)] as const,
  ];
  const leaking = told.filter(([, text]) => hidden.some((secret) => text.includes(secret)));
  return [...new Set(leaking.map(([where]) => `${where} holds a secret`))];
}

/** A single strike is got over by calling `up` again, where the run can succeed at all. */
function goesOn({ scenario }: Case, { tries }: Played): readonly string[] {
  const last = tries.findLast((one) => one.step === "up");
  const failed = last?.end === "failed" || last?.end === "killed";
  return scenario.succeeds && failed ? [`up never succeeded: ${last.message ?? last.end}`] : [];
}

/** After the last step nothing is left. */
function ends(one: Case, { yard, tries, wire, stack }: Played): readonly string[] {
  const left = yard.emulator.core.pods().filter((pod) => pod.status !== "TERMINATED");
  const last = tries.at(-1);
  const lost = stack.state;
  return [
    ...left.map((pod) => `${pod.name} ${pod.id} was left behind`),
    ...yard.emulator.core.bugs().map((bug) => `the emulated RunPod failed: ${bug}`),
    ...(last?.step !== "down" || last.end !== "done" ? [`down ended with ${last?.message ?? last?.end}`] : []),
    ...(lost === undefined ? [] : ["the state outlived down"]),
    ...(wire.struckAt === undefined ? [`call ${one.at} never came`] : []),
  ];
}
