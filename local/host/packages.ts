import { existsSync, readFileSync } from "node:fs";
import { Failure } from "../process/failure.ts";
import { run, runOrFail } from "../process/run.ts";
import type { Environment, Progress } from "./environment.ts";
import { findOnPath } from "./find-on-path.ts";

/** PATH with the folders of system programs, which a user's PATH may lack. */
export function systemPath(env: Environment): string {
  return `${env["PATH"] ?? ""}:/usr/local/sbin:/usr/sbin:/sbin`;
}

/** True on Debian, Ubuntu and what calls itself like them. */
export function isDebianLike(osRelease: string): boolean {
  return /^(ID|ID_LIKE)=.*\b(debian|ubuntu)\b/m.test(osRelease);
}

/**
 * Makes sure of programs that Debian packages bring. Installs only as root on Debian or Ubuntu, and says so before; elsewhere
 * it fails with the exact commands, and with what a person may do `instead`.
 */
export async function ensurePackages(
  wanted: Readonly<Record<string, string>>,
  env: Environment,
  progress: Progress,
  instead: { readonly linux: string; readonly other: string },
): Promise<void> {
  const path = systemPath(env);
  const missing = Object.keys(wanted).filter((program) => findOnPath(program, path) === undefined);
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map((program) => wanted[program] ?? program))];
  const update = "apt-get update";
  const install = `apt-get install --yes --no-install-recommends ${packages.join(" ")}`;
  const osRelease = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
  if (process.platform !== "linux" || !isDebianLike(osRelease) || process.getuid?.() !== 0) {
    throw new Failure({
      what: `${missing.join(" and ")} ${missing.length > 1 ? "are" : "is"} missing`,
      on: "this machine",
      why: "./yard installs system packages only as root on Debian or Ubuntu",
      todo:
        process.platform === "linux" ? `run: sudo ${update} && sudo ${install}\nor ${instead.linux}` : instead.other,
    });
  }
  progress(`installing Debian packages: ${update} && ${install}`);
  const aptEnv = { ...env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" }; // runlevel 1: packages start no service
  await run("apt-get", ["-o", "DPkg::Lock::Timeout=300", "-qq", "update"], { env: aptEnv });
  const args = ["-o", "DPkg::Lock::Timeout=300", ...install.split(" ").slice(1)];
  await runOrFail(
    `the Debian packages ${packages.join(", ")} could not be installed`,
    `run it by hand to see more: ${update} && ${install}`,
    "apt-get",
    args,
    { env: aptEnv },
  );
}
