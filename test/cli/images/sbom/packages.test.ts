import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { renderBom } from "../../../../cli/images/sbom/bom.ts";
import {
  type InstalledPackage,
  packageUrl,
  parseDistributions,
  parseDpkgStatus,
  parseJarLock,
  parseNpmLock,
} from "../../../../cli/images/sbom/packages.ts";

const status = `Package: libc6
Status: install ok installed
Architecture: amd64
Version: 2.36-9+deb12u10
Description: GNU C Library: Shared libraries
 Contains the standard libraries.

Package: gone
Status: deinstall ok config-files
Version: 1

Package: tini
Status: install ok installed
Architecture: amd64
Version: 0.19.0-1
`;

const distribution = { name: "Flask_WTF", version: "1.3.0", summary: "Forms", license_expression: null, license: null };

it("reads what dpkg has installed, and not what it has only heard of", () => {
  expect(parseDpkgStatus(status).map(({ name, version }) => `${name} ${version}`)).toEqual([
    "libc6 2.36-9+deb12u10",
    "tini 0.19.0-1",
  ]);
  expect(parseDpkgStatus(status)[0]?.description).toBe("GNU C Library: Shared libraries");
});

it("reads Python's distributions under their normalized names", () => {
  expect(parseDistributions(JSON.stringify([distribution]))[0]).toMatchObject({ manager: "pypi", name: "flask-wtf" });
});

it("prefers a licence expression, and takes one line of a whole licence", () => {
  const licenses = [
    { ...distribution, license_expression: "MIT OR Apache-2.0", license: "MIT" },
    { ...distribution, license: "\nBSD 3-Clause License\n\nCopyright (c) somebody" },
    distribution,
  ];
  expect(parseDistributions(JSON.stringify(licenses)).map((one) => one.license)).toEqual([
    { expression: "MIT OR Apache-2.0" },
    { name: "BSD 3-Clause License" },
    undefined,
  ]);
});

it("reads npm's record, scopes and nested copies included", () => {
  const found = parseNpmLock(readFileSync("package-lock.json", "utf8"));
  expect(found.find((one) => one.name === "@pulumi/docker")).toMatchObject({ manager: "npm", version: "5.2.0" });
  expect(found.some((one) => one.name.includes("node_modules"))).toBe(false);
});

it.each<[InstalledPackage, string]>([
  [
    { manager: "deb", name: "libstdc++6", version: "1:12.2+x", architecture: "amd64" },
    "pkg:deb/debian/libstdc%2B%2B6@1%3A12.2%2Bx?arch=amd64",
  ],
  [{ manager: "pypi", name: "flask-wtf", version: "1.3.0" }, "pkg:pypi/flask-wtf@1.3.0"],
  [{ manager: "npm", name: "@pulumi/docker", version: "5.2.0" }, "pkg:npm/%40pulumi/docker@5.2.0"],
])("names %j by its package URL", (installed, url) => {
  expect(packageUrl(installed)).toBe(url);
});

it("writes CycloneDX 1.6 that meets its schema, the same text whatever the order", async () => {
  const subject = { name: "trainyard/mlflow", tag: "0123456789ab", imageId: "sha256:00" };
  const packages = [
    ...parseDpkgStatus(status),
    ...parseDistributions(JSON.stringify([{ ...distribution, license_expression: "BSD-3-Clause" }])),
  ];
  const text = await renderBom(subject, packages);
  const bom = JSON.parse(text) as Record<string, unknown>;
  expect(bom).toMatchObject({
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    metadata: { component: { type: "container", name: "trainyard/mlflow", version: "0123456789ab" } },
  });
  expect((bom["components"] as { purl: string }[]).map((one) => one.purl)).toEqual([
    "pkg:deb/debian/libc6@2.36-9%2Bdeb12u10?arch=amd64",
    "pkg:deb/debian/tini@0.19.0-1?arch=amd64",
    "pkg:pypi/flask-wtf@1.3.0",
  ]);
  expect(await renderBom(subject, packages.toReversed())).toBe(text);
});

it("reads the lock of a class path: group, artifact, version, and the classifier of one of several files", () => {
  const lock = [
    `${"0".repeat(64)}  org/apache/hadoop/hadoop-hdfs/3.4.3/hadoop-hdfs-3.4.3.jar`,
    `${"1".repeat(64)}  org/apache/hadoop/hadoop-hdfs/3.4.3/hadoop-hdfs-3.4.3-tests.jar`,
  ];
  const found = parseJarLock(`${lock.join("\n")}\n`);
  expect(found.map(packageUrl)).toEqual([
    "pkg:maven/org.apache.hadoop/hadoop-hdfs@3.4.3",
    "pkg:maven/org.apache.hadoop/hadoop-hdfs@3.4.3?classifier=tests",
  ]);
});
