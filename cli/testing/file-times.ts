import { relative } from "node:path";
import type { Reporter, TestModule } from "vitest/node";

const mark = "@file-time ";

/** A reporter of vitest: one line a test file with the milliseconds that its hooks and tests took. */
export default class FileTimes implements Reporter {
  onTestModuleEnd(module: TestModule): void {
    const file = relative(module.project.config.root, module.moduleId);
    console.log(`${mark}${Math.round(module.diagnostic().duration)} ${file}`);
  }
}

/** The files that took longest, longest first, as "181 s <file>"; none that took less than `atLeastSeconds`. */
export function longestFiles(stdout: string, most = 4, atLeastSeconds = 15): string[] {
  const times = stdout.split("\n").flatMap((line) => {
    if (!line.startsWith(mark)) return [];
    const [, milliseconds, file] = /^(\d+) (.+)$/.exec(line.slice(mark.length)) ?? [];
    return file === undefined ? [] : [{ file, seconds: Math.round(Number(milliseconds) / 1000) }];
  });
  const long = times.filter(({ seconds }) => seconds >= atLeastSeconds);
  const ordered = long.sort((one, other) => other.seconds - one.seconds).slice(0, most);
  return ordered.map(({ file, seconds }) => `${seconds} s ${file}`);
}
