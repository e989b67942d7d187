import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { identify } from "../../process/identity.ts";

/** Where launchers find the process that takes guests: a file that holds the port it listens on. */
export interface Door {
  readonly file: string;
  /** Takes the file away, unless another process has written its own since. */
  remove(): void;
}

/**
 * Writes the file. Its name says what both sides know: the CLI's process, which starts both, and the port of its engine.
 * What processes of a CLI that is gone have left behind is taken away. Throws an Error where the folder cannot be written.
 */
export function openDoor(folder: string, cli: number, engineAddress: string, port: number): Door {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(folder)) {
    if (identify(Number(name.split("-")[0])) === undefined) rmSync(join(folder, name), { force: true });
  }
  const file = join(folder, `${cli}-${engineAddress.split(":").at(-1) ?? ""}`);
  const text = `${port}\n`;
  writeFileSync(file, text, { mode: 0o600 });
  const remove = () => {
    try {
      if (readFileSync(file, "utf8") === text) rmSync(file);
    } catch {
      // taken away already
    }
  };
  return { file, remove };
}
