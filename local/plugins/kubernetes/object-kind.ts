import { setTimeout as delay } from "node:timers/promises";
import { PartialFailure } from "../core/errors.ts";
import type {
  Call,
  CheckCall,
  Checked,
  CreateCall,
  Created,
  DeleteCall,
  DiffCall,
  Difference,
  Found,
  ReadCall,
  ResourceKind,
  TimedCall,
  Updated,
  UpdateCall,
} from "../core/kind.ts";
import type { PropertyMap } from "../core/values.ts";
import { checkObject } from "./check.ts";
import { ApiError, isNotFound, UnreachableError } from "./client/answer.ts";
import type { Applied, Cluster } from "./client/cluster.ts";
import { alreadyThere, changedInPlace, explained } from "./explain.ts";
import { annotation, maps } from "./fields.ts";
import { fieldManagerOf, manifest, outputsOf, previewOutputs, secretPaths } from "./manifest.ts";
import { objectId, parseId } from "./names.ts";
import type { DryRun } from "./preview.ts";
import { importedInputs, liveInputs } from "./projection.ts";
import { differenceOf, withFixedPaths } from "./replace.ts";
import type { Settings } from "./settings.ts";
import { isTakenUp, takeUp } from "./taken-up.ts";
import type { ObjectType } from "./token.ts";
import { NotReady, skipsWait, waitGone, waitReady } from "./wait.ts";

const propagationPolicies: Readonly<Record<string, string>> = {
  background: "Background",
  foreground: "Foreground",
  orphan: "Orphan",
};

/** Waits for what was made just before: the namespace, the definition of a type. In milliseconds. */
const pausesForPrerequisites = [250, 500, 1000, 2000, 4000] as const;

/** The life cycle of one type of object. */
export class ObjectKind implements ResourceKind {
  readonly #type: ObjectType;
  readonly #cluster: Cluster;
  readonly #dryRun: DryRun;
  readonly #settings: Settings;

  constructor(type: ObjectType, cluster: Cluster, dryRun: DryRun, settings: Settings) {
    this.#type = type;
    this.#cluster = cluster;
    this.#dryRun = dryRun;
    this.#settings = settings;
  }

  async check(call: CheckCall): Promise<Checked> {
    return checkObject(call, this.#type, this.#cluster);
  }

  async diff(call: DiffCall): Promise<Difference> {
    const { oldInputs, news } = call;
    const difference = differenceOf(oldInputs, news, this.#settings);
    if (difference.changes.length === 0 || difference.changes.some((change) => change.replaces === true)) {
      return difference;
    }
    const fixed = await this.#dryRun.fixedFields(news, this.#owner(call, news, call.oldOutputs), call.signal);
    return withFixedPaths(difference, fixed, oldInputs, news);
  }

  async create(call: CreateCall): Promise<Created> {
    const { inputs } = call;
    const owner = this.#owner(call, inputs, {});
    if (call.preview) {
      await this.#dryRun.check(inputs, owner, true, call);
      return { id: "", outputs: previewOutputs(inputs), secrets: secretPaths(inputs) };
    }
    const object = manifest(inputs);
    if (!this.#settings.upsertExistingObjects) {
      const there = await this.#find(object, call.signal);
      if (there !== undefined && !isOwned(there, owner.fieldManager)) throw alreadyThere(object);
      if (there !== undefined) takeUp(there);
    }
    return this.#bring(call, inputs, owner, "made");
  }

  async update(call: UpdateCall): Promise<Updated> {
    const { inputs, oldOutputs } = call;
    const owner = this.#owner(call, inputs, oldOutputs);
    if (call.preview) {
      await this.#dryRun.check(inputs, owner, false, call);
      return { outputs: previewOutputs(inputs, oldOutputs), secrets: secretPaths(inputs) };
    }
    return this.#bring(call, inputs, owner, "changed");
  }

  async read(call: ReadCall): Promise<Found | undefined> {
    const wanted = await this.#wanted(call);
    let live: PropertyMap | undefined;
    try {
      live = await this.#cluster.find(wanted, call.signal);
    } catch (error) {
      if (!(error instanceof UnreachableError)) throw explained(error, wanted, "read");
      return this.#unreachable(error, call);
    }
    if (live === undefined) return undefined;
    const inputs = call.isImport ? importedInputs(live) : liveInputs(live, call.inputs);
    const outputs = outputsOf(live, inputs, fieldManagerOf(call.urn, inputs, call.outputs));
    return { id: objectId(live), inputs, outputs, secrets: secretPaths(live) };
  }

  async delete(call: DeleteCall): Promise<void> {
    const object: PropertyMap = { ...this.#type, metadata: call.outputs["metadata"] ?? idMetadata(call.id) };
    if (isTakenUp(object)) {
      call.log("warning", changedInPlace(object));
      return;
    }
    const said = annotation(object, "pulumi.com/deletionPropagationPolicy") ?? "foreground";
    const policy = propagationPolicies[said.toLowerCase()];
    if (policy === undefined) throw new Error(`pulumi.com/deletionPropagationPolicy: "${said}" is no policy`);
    try {
      await this.#cluster.delete(object, policy, call.signal);
    } catch (error) {
      if (isNotFound(error)) return;
      if (error instanceof UnreachableError && this.#settings.deleteUnreachable) {
        call.log("warning", `${error.message}; it is taken out of the state because deleteUnreachable is set`);
        return;
      }
      throw explained(error, object, "deleted");
    }
    if (!skipsWait(object)) await waitGone(this.#cluster, object, call.timeoutSeconds, call);
  }

  /** Applies an object and waits until it is ready. What is there but not ready is kept in the state. */
  async #bring(
    call: TimedCall,
    inputs: PropertyMap,
    owner: { readonly fieldManager: string; readonly force: boolean },
    doing: string,
  ): Promise<Created> {
    const applied = await this.#apply(call, manifest(inputs), owner, doing);
    const outputs = (live: PropertyMap) => outputsOf(live, inputs, owner.fieldManager);
    const secrets = secretPaths(inputs);
    try {
      const live = await waitReady(this.#cluster, applied.object, call.timeoutSeconds, call);
      return { id: objectId(live), outputs: outputs(live), secrets };
    } catch (error) {
      const live = error instanceof NotReady ? error.object : applied.object;
      const message = error instanceof Error ? error.message : String(error);
      throw new PartialFailure(message, { id: objectId(live), outputs: outputs(live), inputs, secrets });
    }
  }

  async #apply(
    call: Call,
    object: PropertyMap,
    owner: { readonly fieldManager: string; readonly force: boolean },
    doing: string,
  ): Promise<Applied> {
    for (let tries = 0; ; tries += 1) {
      try {
        const applied = await this.#cluster.apply(object, { ...owner, dryRun: false }, call.signal);
        if (!this.#settings.suppressDeprecationWarnings) {
          for (const warning of applied.warnings) call.log("warning", warning);
        }
        return applied;
      } catch (error) {
        const pause = pausesForPrerequisites[tries];
        if (!isNotFound(error) || pause === undefined) throw explained(error, object, doing);
        call.status(`waiting: ${(error as ApiError).message}`);
        await delay(pause, undefined, { signal: call.signal });
      }
    }
  }

  async #find(object: PropertyMap, signal: AbortSignal): Promise<PropertyMap | undefined> {
    try {
      return await this.#cluster.find(object, signal);
    } catch (error) {
      throw explained(error, object, "looked up");
    }
  }

  #owner(call: Call, inputs: PropertyMap, outputs: PropertyMap): { fieldManager: string; force: boolean } {
    const force = this.#settings.enablePatchForce || annotation(inputs, "pulumi.com/patchForce") === "true";
    return { fieldManager: fieldManagerOf(call.urn, inputs, outputs), force };
  }

  /** The object that a read is about, from its id. */
  async #wanted(call: ReadCall): Promise<PropertyMap> {
    const { namespace, name } = parseId(call.id);
    const isInside = namespace === undefined && call.isImport && (await this.#isInside(call.signal));
    const inside = isInside ? await this.#cluster.defaultNamespace() : namespace;
    return { ...this.#type, metadata: { name, ...(inside === undefined ? {} : { namespace: inside }) } };
  }

  async #isInside(signal: AbortSignal): Promise<boolean> {
    return this.#cluster.isNamespaced(this.#type, signal).catch((error: unknown) => {
      if (isNotFound(error)) return false;
      throw error;
    });
  }

  #unreachable(error: UnreachableError, call: ReadCall): Found | undefined {
    if (this.#settings.deleteUnreachable) {
      call.log("warning", `${error.message}; it is taken out of the state because deleteUnreachable is set`);
      return undefined;
    }
    if (!this.#settings.skipUpdateUnreachable) throw error;
    call.log("warning", `${error.message}; its state is kept as it was because skipUpdateUnreachable is set`);
    return { id: call.id, inputs: call.inputs, outputs: call.outputs };
  }
}

/** True for what this very resource has made: the answer was lost, or the engine was killed before it kept it. */
function isOwned(object: PropertyMap, fieldManager: string): boolean {
  return maps(object, "metadata", "managedFields").some((entry) => entry["manager"] === fieldManager);
}

/** For states without outputs, which a failed import leaves. */
function idMetadata(id: string): PropertyMap {
  const { namespace, name } = parseId(id);
  return namespace === undefined ? { name } : { name, namespace };
}
