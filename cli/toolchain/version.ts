/** A version as three numbers; what follows a hyphen or plus is left out. */
export type Version = readonly [major: number, minor: number, patch: number];

/** Reads "v3.250.0", "3.250.0-dev+x" or a line that holds one; undefined where there is none. */
export function parseVersion(text: string): Version | undefined {
  const found = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  if (found === null) return undefined;
  return [Number(found[1]), Number(found[2]), Number(found[3] ?? 0)];
}

/** Negative when `a` is older than `b`, positive when it is newer, 0 when they are equal. */
export function compareVersions(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

/** True from `minimum` on within its major version. */
export function isSuitable(version: Version | undefined, minimum: Version): boolean {
  return version !== undefined && version[0] === minimum[0] && compareVersions(version, minimum) >= 0;
}
