import type { Call } from "../core/kind.ts";
import { hasUnknown, type PropertyMap } from "../core/values.ts";
import { ApiError, fixedFields, UnreachableError } from "./client/answer.ts";
import type { ApplyOptions, Cluster } from "./client/cluster.ts";
import { explained } from "./explain.ts";
import { text } from "./fields.ts";
import { manifest, objectName } from "./manifest.ts";

/**
 * Asks the cluster, without changing anything, whether it would take an object: it validates every field and runs its
 * admission. What cannot be asked is said, once for each reason.
 */
export class DryRun {
  readonly #cluster: Cluster;
  readonly #said = new Set<string>();
  #reached: Promise<void> | undefined;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  /** Throws what the cluster objects to. `isNew`: an object by that name that is there is about to go. */
  async check(inputs: PropertyMap, options: Omit<ApplyOptions, "dryRun">, isNew: boolean, call: Call): Promise<void> {
    const object = manifest(inputs);
    if (hasUnknown(object)) {
      call.log("debug", `${call.name} depends on what is not known yet; the cluster checks it when it is made`);
      return;
    }
    try {
      await this.#reach(call.signal);
      const { warnings } = await this.#cluster.apply(object, { ...options, dryRun: true }, call.signal);
      for (const warning of warnings) call.log("warning", warning);
    } catch (error) {
      this.#judge(error, object, isNew, call);
    }
  }

  /** Fields that the cluster would not change in place; none where it cannot be asked. */
  async fixedFields(
    inputs: PropertyMap,
    options: Omit<ApplyOptions, "dryRun">,
    signal: AbortSignal,
  ): Promise<readonly string[]> {
    const object = manifest(inputs);
    if (hasUnknown(object)) return [];
    try {
      await this.#reach(signal);
      await this.#cluster.apply(object, { ...options, dryRun: true }, signal);
      return [];
    } catch (error) {
      if (error instanceof ApiError || error instanceof UnreachableError) return fixedFields(error);
      throw error;
    }
  }

  async #reach(signal: AbortSignal): Promise<void> {
    this.#reached ??= this.#cluster.reach(signal);
    await this.#reached;
  }

  #judge(error: unknown, object: PropertyMap, isNew: boolean, call: Call): void {
    if (error instanceof UnreachableError) {
      this.#warn(call, "cluster", `nothing could be checked against the cluster: ${error.message}`);
      return;
    }
    if (!(error instanceof ApiError)) throw error;
    if (isNew && (fixedFields(error).length > 0 || error.status === 409)) return;
    if (error.status === 404) {
      const where = /^namespaces "/.test(error.message)
        ? `the namespace ${text(object, "metadata", "namespace") ?? ""}`
        : `the type ${text(object, "kind") ?? ""} of ${text(object, "apiVersion") ?? ""}`;
      this.#warn(call, where, `${where} does not exist yet: its objects are checked when they are made`);
      return;
    }
    const isRefusal = [400, 409, 413, 422].includes(error.status) || (error.status === 403 && isAdmission(error));
    if (isRefusal) throw explained(error, object, "checked");
    this.#warn(call, objectName(object), `${objectName(object)} could not be checked: ${error.message}`);
  }

  #warn(call: Call, about: string, message: string): void {
    if (this.#said.has(about)) return;
    this.#said.add(about);
    call.log("warning", message);
  }
}

/** A quota or a policy refuses the object; all else with this status is about the person who asks. */
const isAdmission = (error: ApiError): boolean =>
  /exceeded quota|admission webhook|violates PodSecurity|ValidatingAdmissionPolicy/.test(error.message);
