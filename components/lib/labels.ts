/** Labels of Kubernetes, by key. */
export type Labels = Readonly<Record<string, string>>;

/** Whose pods they are: a product, as `postgres`, and one instance of it. */
export interface Instance {
  readonly product: string;
  readonly instance: string;
}

/** Labels of all pods of an instance, and their selector. What changes with an update, as a version, is never among them. */
export function instanceLabels({ product, instance }: Instance): Labels {
  return { "app.kubernetes.io/name": product, "app.kubernetes.io/instance": instance };
}

/** Labels of one part of an instance, as its `server`, and their selector. */
export function partLabels(of: Instance, part: string): Labels {
  return { ...instanceLabels(of), "app.kubernetes.io/component": part };
}

/** Annotation of a workload whose pod waits for a tool to come in and answers nobody: nobody misses it while it moves. */
export const servesNobody: Labels = { "trainyard/serves": "nobody" };
