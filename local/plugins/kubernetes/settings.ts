import type { Checked } from "../core/kind.ts";
import type { PropertyMap, PropertyValue } from "../core/values.ts";

/** What the provider resource of a program says. */
export interface Settings {
  /** Path or content. @default KUBECONFIG, else ~/.kube/config */
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
  readonly cluster: string | undefined;
  /** For objects that name none. @default that of the context, else "default" */
  readonly namespace: string | undefined;
  readonly deleteUnreachable: boolean;
  readonly skipUpdateUnreachable: boolean;
  readonly enableConfigMapMutable: boolean;
  readonly enableSecretMutable: boolean;
  readonly enablePatchForce: boolean;
  readonly upsertExistingObjects: boolean;
  readonly suppressDeprecationWarnings: boolean;
}

/** Settings that are texts or switches here as in the official plugin. */
export const coveredSettings: readonly string[] = [
  "cluster",
  "clusterIdentifier",
  "context",
  "deleteUnreachable",
  "enableConfigMapMutable",
  "enablePatchForce",
  "enableSecretMutable",
  "enableServerSideApply",
  "kubeconfig",
  "namespace",
  "skipUpdateUnreachable",
  "suppressDeprecationWarnings",
  "suppressHelmHookWarnings",
  "upsertExistingObjects",
];

/** Refuses settings that this stand-in does not cover, by name. */
export function checkSettings(settings: PropertyMap): Checked {
  const given = Object.keys(settings).filter((name) => settings[name] !== undefined && name !== "version");
  const failures = given
    .filter((name) => !coveredSettings.includes(name))
    .map((property) => ({ property, reason: "this stand-in for @pulumi/kubernetes does not cover the setting" }));
  if (isOff(settings["enableServerSideApply"])) {
    failures.push({ property: "enableServerSideApply", reason: "this stand-in knows server-side apply only" });
  }
  return { inputs: settings, failures };
}

/** Reads settings; the SDK sends switches as JSON texts. */
export function readSettings(settings: PropertyMap): Settings {
  const words = (name: string): string | undefined => {
    const value = settings[name];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const isOn = (name: string): boolean => settings[name] === true || settings[name] === "true";
  return {
    kubeconfig: words("kubeconfig"),
    context: words("context"),
    cluster: words("cluster"),
    namespace: words("namespace"),
    deleteUnreachable: isOn("deleteUnreachable"),
    skipUpdateUnreachable: isOn("skipUpdateUnreachable"),
    enableConfigMapMutable: isOn("enableConfigMapMutable"),
    enableSecretMutable: isOn("enableSecretMutable"),
    enablePatchForce: isOn("enablePatchForce"),
    upsertExistingObjects: isOn("upsertExistingObjects"),
    suppressDeprecationWarnings: isOn("suppressDeprecationWarnings"),
  };
}

const isOff = (value: PropertyValue | undefined): boolean => value === false || value === "false";
