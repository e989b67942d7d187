import { z } from "zod";

/** A package as its package manager has recorded it. */
export interface InstalledPackage {
  readonly manager: "deb" | "pypi" | "npm" | "maven";
  /** With its group before a slash where the manager has groups. */
  readonly name: string;
  readonly version: string;
  /** Machine that it was built for, where that matters. */
  readonly architecture?: string | undefined;
  /** One of several files of a Maven artifact, as `tests`. */
  readonly classifier?: string | undefined;
  readonly description?: string | undefined;
  /** SPDX expression, or a name as the package states it. */
  readonly license?: { readonly expression: string } | { readonly name: string } | undefined;
}

/** The installed packages in dpkg's own record, `/var/lib/dpkg/status`. */
export function parseDpkgStatus(text: string): readonly InstalledPackage[] {
  return text.split(/\n{2,}/).flatMap((paragraph) => {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(paragraph)?.[1];
    const [name, version] = [field("Package"), field("Version")];
    if (name === undefined || version === undefined || field("Status") !== "install ok installed") return [];
    return [{ manager: "deb", name, version, architecture: field("Architecture"), description: field("Description") }];
  });
}

const distributions = z.array(
  z.object({
    name: z.string(),
    version: z.string(),
    summary: z.string().nullable(),
    license_expression: z.string().nullable(),
    license: z.string().nullable(),
  }),
);

/** Python that prints what {@link parseDistributions} reads: the metadata that pip has written. */
export const listDistributions = `
import importlib.metadata as m, json
keys = {"summary": "Summary", "license_expression": "License-Expression", "license": "License"}
print(json.dumps([{"name": d.metadata["Name"], "version": d.version, **{k: d.metadata.get(v) for k, v in keys.items()}}
    for d in m.distributions()]))`;

/** The installed Python packages. Throws for an answer of another shape. */
export function parseDistributions(text: string): readonly InstalledPackage[] {
  return distributions.parse(JSON.parse(text)).map(({ name, version, summary, license_expression, license }) => ({
    manager: "pypi",
    name: name.toLowerCase().replace(/[-_.]+/g, "-"),
    version,
    description: summary ?? undefined,
    license: licenseOf(license_expression, license),
  }));
}

/** Some packages put their whole licence there: then its first line names it. */
function licenseOf(expression: string | null, text: string | null): InstalledPackage["license"] {
  if (expression) return { expression };
  const name = text?.split("\n").find((line) => line.trim() !== "");
  return name === undefined ? undefined : { name: name.trim().slice(0, 100) };
}

const npmLock = z.object({
  packages: z.record(z.string(), z.object({ version: z.string().optional(), license: z.unknown().optional() })),
});

/** The packages in npm's own record, `node_modules/.package-lock.json` (or a `package-lock.json`). */
export function parseNpmLock(text: string): readonly InstalledPackage[] {
  return Object.entries(npmLock.parse(JSON.parse(text)).packages).flatMap(([path, { version, license }]) => {
    const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    if (!path.includes("node_modules/") || version === undefined) return [];
    return [{ manager: "npm", name, version, license: typeof license === "string" ? { name: license } : undefined }];
  });
}

/**
 * The jars of a class path: `jars.lock`, which the build of an image holds every jar to. A line is a hash and the jar's path in
 * the layout of a Maven repository, which is its name.
 */
export function parseJarLock(text: string): readonly InstalledPackage[] {
  return text.split("\n").flatMap((line) => {
    const parts = line.split(/ +/)[1]?.split("/") ?? [];
    const [artifact, version, file] = parts.slice(-3);
    if (artifact === undefined || version === undefined || file === undefined) return [];
    const classifier = file.slice(`${artifact}-${version}-`.length, -".jar".length);
    const name = `${parts.slice(0, -3).join(".")}/${artifact}`;
    return [{ manager: "maven", name, version, ...(classifier === "" ? {} : { classifier }) }];
  });
}

/** The package URL of a package (https://github.com/package-url/purl-spec): its name for scanners. */
export function packageUrl({ manager, name, version, architecture, classifier }: InstalledPackage): string {
  const encoded = name.split("/").map(encodeURIComponent).join("/");
  const space = manager === "deb" ? "debian/" : "";
  const qualifiers = Object.entries({ arch: architecture, classifier }).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${encodeURIComponent(value)}`],
  );
  const ending = qualifiers.length === 0 ? "" : `?${qualifiers.join("&")}`;
  return `pkg:${manager}/${space}${encoded}@${encodeURIComponent(version)}${ending}`;
}
