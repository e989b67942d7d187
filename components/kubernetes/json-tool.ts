import type { z } from "zod";
import type { KubeApi } from "./api.ts";
import { execIn } from "./exec.ts";
import { reasonOf } from "./reason.ts";

/** A pod that waits for the calls of a tool which answers in JSON. */
export interface ToolPlace {
  readonly namespace: string;
  /** Labels of the pod, as `a=b,c=d`. */
  readonly selector: string;
  readonly container: string;
  /** `hdfs-admin` or `hbase-admin`. */
  readonly tool: string;
}

/** The tool has said no. */
export class ToolError extends Error {
  /** `TableNotFound`, `NotFound` ... */
  readonly kind: string;
  constructor(kind: string, message: string) {
    super(message);
    this.name = "ToolError";
    this.kind = kind;
  }
}

interface PodList {
  readonly items: readonly {
    readonly metadata: { readonly name: string; readonly deletionTimestamp?: string };
    readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
  }[];
}

/** A JVM's start on a machine that is busy; below the time after which a lease counts as left. */
const TIMEOUT_SECONDS = 45;
/** Until one that was told to end has ended, or is ended. */
const END_SECONDS = 5;

/** What `timeout` ends with. */
const TIMED_OUT = 124;

/** Calls of one tool. */
export class JsonTool {
  readonly #api: KubeApi;
  readonly #place: ToolPlace;

  constructor(api: KubeApi, place: ToolPlace) {
    this.#api = api;
    this.#place = place;
  }

  /** Throws ToolError for what the tool refuses, and an Error where it cannot be run or answers something else. */
  async ask<T>(
    command: string,
    input: object | undefined,
    shape: z.ZodType<T>,
    timeoutSeconds = TIMEOUT_SECONDS,
  ): Promise<T> {
    const { namespace, container, tool } = this.#place;
    // A call whose caller is gone would go on, and a few of them are more than the pod has room for.
    const bounded = ["timeout", `--kill-after=${END_SECONDS}`, String(timeoutSeconds)];
    const words = [...bounded, tool, command, ...(input === undefined ? [] : [JSON.stringify(input)])];
    const place = { namespace, pod: await this.#pod(), container };
    const limitSeconds = timeoutSeconds + 2 * END_SECONDS;
    const { exitCode, stdout, stderr } = await execIn(this.#api, place, words, limitSeconds);
    if (exitCode === TIMED_OUT) throw new Error(`${tool} ${command} has not ended after ${timeoutSeconds} s`);
    return answerOf(`${tool} ${command}`, exitCode, stdout, stderr, shape);
  }

  async #pod(): Promise<string> {
    const { namespace, selector, tool } = this.#place;
    const path = `/api/v1/namespaces/${namespace}/pods?labelSelector=${encodeURIComponent(selector)}`;
    const { items } = (await this.#api.get(path)) as PodList;
    const pod = items.find(
      ({ metadata, status }) =>
        metadata.deletionTimestamp === undefined &&
        status.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True"),
    );
    if (pod === undefined)
      throw new Error(`no pod with ${selector} is ready in ${namespace}, so ${tool} cannot be asked`);
    return pod.metadata.name;
  }
}

/** Reads what a tool said. */
export function answerOf<T>(what: string, exitCode: number, stdout: string, stderr: string, shape: z.ZodType<T>): T {
  let said: unknown;
  try {
    said = JSON.parse(stdout);
  } catch {
    const last = stderr.trim().split("\n").at(-1) ?? "";
    throw new Error(`${what} ended with ${exitCode} and no answer${last === "" ? "" : `: ${last}`}`);
  }
  if (typeof said === "object" && said !== null && "error" in said) {
    const { kind = "Unknown", message = "" } = said.error as { kind?: string; message?: string };
    throw new ToolError(kind, `${what}: ${reasonOf({ message })}`);
  }
  const answer = shape.safeParse(said);
  if (!answer.success) throw new Error(`${what} answered something else than it should: ${reasonOf(answer.error)}`);
  return answer.data;
}
