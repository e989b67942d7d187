/** The way from a resource's properties to one of their values. */
export type Path = readonly (string | number)[];

/** The path as Pulumi writes it: `spec.ports[0].port`, `metadata.labels["app.kubernetes.io/name"]`. */
export function renderPath(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    if (!/^[A-Za-z_$][\w$]*$/.test(step)) return `${text}["${step.replaceAll('"', '\\"')}"]`;
    return text === "" ? step : `${text}.${step}`;
  }, "");
}

/** Paths as a tree, for a walk beside values. A node without children that is marked ends a path. */
export interface PathTree {
  readonly marked: boolean;
  readonly below: ReadonlyMap<string | number, PathTree>;
}

/** The tree of all `paths`. */
export function pathTree(paths: readonly Path[]): PathTree {
  const below = new Map<string | number, Path[]>();
  for (const [step, ...rest] of paths) {
    if (step === undefined) continue;
    below.set(step, [...(below.get(step) ?? []), rest]);
  }
  return {
    marked: paths.some((path) => path.length === 0),
    below: new Map([...below].map(([step, rests]) => [step, pathTree(rests)])),
  };
}
