import { exitCodes } from "./exit-codes.ts";
import { Failure, type FailureText } from "../local/process/failure.ts";
import { RunpodError } from "../components/runpod/failures.ts";
import { JobError } from "../components/runpod/run/outcome.ts";

export { Failure, type FailureText };

/** The failure in the order a person reads it; one line a part, further lines of a part indented below it. */
export function renderFailure(text: FailureText): string {
  const indent = (part: string) => part.trimEnd().replaceAll("\n", "\n        ");
  return [
    `error: ${indent(text.what)}`,
    `  on:   ${indent(text.on)}`,
    `  why:  ${indent(text.why)}`,
    `  do:   ${indent(text.todo)}`,
    "",
  ].join("\n");
}

/** Whatever was thrown, as text for a person and an exit code. */
export function describeThrown(thrown: unknown): { text: FailureText; exitCode: number; stack: string | undefined } {
  if (thrown instanceof Failure) return { text: thrown.text, exitCode: thrown.exitCode, stack: undefined };
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const system = systemFailure(error);
  if (system !== undefined) return { text: system, exitCode: exitCodes.failed, stack: undefined };
  const told = accountFailure(error);
  if (told !== undefined) return { text: told, exitCode: exitCodes.failed, stack: undefined };
  return {
    text: {
      what: "./yard met an error that it does not know",
      on: process.argv.slice(2).join(" "),
      why: error.message,
      todo: "run it again with TRAINYARD_DEBUG=1 for the stack trace, and report both",
    },
    exitCode: exitCodes.failed,
    stack: error.stack,
  };
}

/** What RunPod answered, or that a pod stays: the account's matter, and no error of ours. */
function accountFailure(error: Error): FailureText | undefined {
  if (error instanceof JobError) return error.complaint;
  if (!(error instanceof RunpodError)) return undefined;
  const what = error.status === 0 ? "RunPod did not answer" : `RunPod answered ${error.status}`;
  return {
    what,
    on: process.argv.slice(2).join(" "),
    why: error.message,
    todo: "mend what it says, then run it again",
  };
}

const systemAdvice: Readonly<Record<string, { what: string; todo: string }>> = {
  ENOSPC: {
    what: "the disk is full",
    todo: "free some space (./yard doctor shows how much is needed), then run it again",
  },
  EDQUOT: { what: "the disk quota is used up", todo: "free some space, then run it again" },
  EACCES: { what: "a file may not be used", todo: "check its owner and mode, or run as the user that owns it" },
  EPERM: { what: "the system refused an operation", todo: "run as root, or as the user that owns the file" },
  EROFS: {
    what: "the file system is read-only",
    todo: "set TRAINYARD_HOME and XDG_CACHE_HOME to folders that can be written",
  },
  EMFILE: { what: "too many files are open", todo: "raise the limit (ulimit -n 4096), then run it again" },
};

function systemFailure(error: NodeJS.ErrnoException): FailureText | undefined {
  const advice = error.code === undefined ? undefined : systemAdvice[error.code];
  if (advice === undefined) return undefined;
  return { ...advice, on: error.path ?? error.syscall ?? "a system call", why: error.message };
}
