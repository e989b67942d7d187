import { cpus } from "./gpus.ts";
import type { PodRecord, SecretRecord } from "./records.ts";

const SECRET = /\{\{\s*RUNPOD_SECRET_([A-Za-z0-9_.-]+)\s*\}\}/g;

/** Puts in the values of `{{ RUNPOD_SECRET_<name> }}`. A name that is not there stays as it is written. */
export function resolveSecrets(text: string, secrets: readonly SecretRecord[]): string {
  return text.replace(SECRET, (whole, name: string) => secrets.find((one) => one.name === name)?.value ?? whole);
}

/** Environment of the container: the user's with secrets put in, then what the platform injects, which wins. */
export function podEnvironment(
  pod: PodRecord,
  secrets: readonly SecretRecord[],
  sshKeys: readonly string[],
): Record<string, string> {
  const own = Object.entries(pod.env).map(([name, value]) => [name, resolveSecrets(value, secrets)] as const);
  return { ...Object.fromEntries(own), ...injected(pod, sshKeys) };
}

function injected(pod: PodRecord, sshKeys: readonly string[]): Record<string, string> {
  const env: Record<string, string> = {
    RUNPOD_POD_ID: pod.id,
    RUNPOD_POD_HOSTNAME: `${pod.id}-runpod`,
    RUNPOD_API_KEY: pod.key,
    RUNPOD_GPU_COUNT: String(pod.gpu?.count ?? 0),
    RUNPOD_CPU_COUNT: String(pod.cpu?.vcpuCount ?? 8 * (pod.gpu?.count ?? 1)),
    RUNPOD_PUBLIC_IP: "127.0.0.1",
  };
  if (pod.dataCenterId !== null) env["RUNPOD_DC_ID"] = pod.dataCenterId;
  if (pod.cudaVersion !== null) env["CUDA_VERSION"] = pod.cudaVersion;
  const volumeId = pod.mounts.network?.[0]?.volumeId;
  if (volumeId !== undefined) env["RUNPOD_VOLUME_ID"] = volumeId;
  if (sshKeys.length > 0) env["PUBLIC_KEY"] = sshKeys.join("\n");
  for (const port of runtimePorts(pod.ports))
    if (port.type === "tcp") env[`RUNPOD_TCP_PORT_${port.private}`] = String(port.public);
  return env;
}

export interface RuntimePort {
  readonly private: number;
  readonly public: number;
  readonly type: string;
  readonly ip: string;
}

/** `8787/http` and the like, mapped. Addresses in 100.64/10 are not public: HTTP goes through the pod proxy. */
export function runtimePorts(ports: readonly string[]): readonly RuntimePort[] {
  return ports.map((text, index) => {
    const [number = "0", type = "http"] = text.split("/");
    return { private: Number(number), public: 60_000 + index, type, ip: "100.65.0.1" };
  });
}

/** GB of memory of a CPU pod. */
export function cpuMemoryGb(cpuId: string, vcpuCount: number): number {
  return Math.round((cpus.find((one) => one.id === cpuId)?.ramGbPerVcpu ?? 2) * vcpuCount);
}
