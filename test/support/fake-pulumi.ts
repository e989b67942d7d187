import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { temporaryFolder } from "./temporary-folder.ts";

/** A Pulumi CLI that keeps what it was asked and does what a test says: no engine, no plugins. */
export interface FakePulumi {
  /** PATH on which it is the first. */
  readonly path: string;
  /** The arguments of every call but of those for its version. */
  calls(): readonly string[];
}

/** `script` is Bourne shell, for every call but those for the version; the arguments are its own. */
export function fakePulumi(script = ""): FakePulumi {
  const folder = temporaryFolder("fake-pulumi");
  const log = join(folder, "calls");
  const text = `#!/bin/sh\nif [ "$1" = version ]; then echo v3.250.0; exit; fi\necho "$*" >>'${log}'\n${script}\n`;
  for (const name of ["pulumi", "pulumi-language-nodejs"]) {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), 0o755);
  }
  const read = () => (existsSync(log) ? readFileSync(log, "utf8") : "");
  return {
    path: [folder, process.env["PATH"] ?? ""].join(delimiter),
    calls: () =>
      read()
        .split("\n")
        .filter((line) => line !== ""),
  };
}
