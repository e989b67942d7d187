import type { PodLogLine } from "../service.ts";
import type { Complaint } from "./outcome.ts";

/** The lines of one pull come together; RunPod pauses between two pulls. */
const ONE_PULL_MS = 2_000;
/** A registry may refuse once what it has: it was pushed a moment ago, or its token service hiccups. */
const REFUSALS = 2;

/** Texts of a registry that will never give this image under this name and credential. */
const refused = [
  /manifest (?:for \S+ )?(?:unknown|not found)/i,
  /pull access denied/i,
  /repository does not exist/i,
  /repository name .*not known/i,
  /no matching manifest/i,
  /invalid reference format/i,
  /unauthorized: (?:authentication|access|incorrect)/i,
  /no basic auth credentials/i,
  /denied: requested access/i,
  /(?:image|manifest|tag) .*(?:not found|does not exist|no such image)/i,
  /no such image/i,
];
const credential = /unauthorized|access denied|no basic auth credentials|denied: requested access/i;

/** Texts of a pull that may go well later: no network, no name, a busy or broken registry. */
const hindered = [
  /toomanyrequests|rate limit/i,
  /connection (?:refused|reset)|no route to host|network is unreachable/i,
  /no such host|server misbehaving|temporary failure in name resolution/i,
  /i\/o timeout|tls handshake timeout|client\.timeout|context deadline exceeded/i,
  /x509: /i,
  /(?:image|layer|blob|manifest)\b.*\b(?:cannot|could not|failed to) be (?:pulled|fetched)/i,
  /(?:error|failed|failure)(?: to| while| in)? pull(?:ing)?\b/i,
  /\b50[0-4] (?:internal server error|bad gateway|service unavailable|gateway time-?out)/i,
];

/**
 * What a system line says of the pull of a pod's image: `refused` for good, `hindered` for now, or nothing. RunPod has no
 * code for either, so this reads the engines' texts.
 */
export function pullTrouble(line: string): "refused" | "hindered" | undefined {
  if (refused.some((pattern) => pattern.test(line))) return "refused";
  return hindered.some((pattern) => pattern.test(line)) ? "hindered" : undefined;
}

/** What to do about a line that says `refused`: the name, or who asks for it. */
export function refusalAdvice(line: string, image: string): string {
  return credential.test(line)
    ? `check that the registry of ${image} lets you in: registryAuthId must name a credential with the right user and password (RegistryAuth), and the name must be right`
    : `check the name ${image} and the registry credential`;
}

/** What the system log has told of the pulls of one pod. Times are epoch milliseconds of RunPod's clock. */
export class Pulls {
  /** Pulls that failed, for whatever reason. */
  failed = 0;
  /** The last line that said why. */
  why: string | undefined;
  private refusals = 0;
  private refusal: string | undefined;
  private failedAt = Number.NEGATIVE_INFINITY;
  private isRefused = false;
  private readonly told = new Set<string>();
  private untold: string | undefined;

  /** The line of a registry that has refused for good: it said so in two pulls. */
  get refused(): string | undefined {
    return this.refusals >= REFUSALS ? this.refusal : undefined;
  }

  /** The line of a trouble that no earlier line told of; each is given once. */
  news(): string | undefined {
    const line = this.untold;
    this.untold = undefined;
    return line;
  }

  /** Takes a system line. */
  read({ line, ts }: Pick<PodLogLine, "line" | "ts">): void {
    const trouble = pullTrouble(line);
    if (trouble === undefined) return;
    const at = Date.parse(ts);
    const isNext = !(at - this.failedAt <= ONE_PULL_MS);
    if (isNext) {
      this.failed += 1;
      this.failedAt = at;
      this.isRefused = false;
    }
    if (trouble === "refused") {
      if (!this.isRefused) this.refusals += 1;
      this.isRefused = true;
      this.refusal = line;
    }
    this.why = line;
    // Port numbers and ids differ from pull to pull.
    const kind = line.replace(/[0-9a-f]*\d[0-9a-f]*/gi, "#");
    if (isNext && !this.told.has(kind)) this.untold = line;
    this.told.add(kind);
  }
}

/** What a person is told at the first line of its kind. */
export function pullComplaint(line: string, pod: { readonly name: string; readonly image: string }): Complaint {
  const todo =
    pullTrouble(line) === "refused"
      ? `it is tried once more; ${refusalAdvice(line, pod.image)}`
      : `RunPod tries again until provisionTimeoutMinutes is over, and bills the pod meanwhile; check that the registry of ${pod.image} can be reached from the internet`;
  return { what: "the image could not be pulled", on: pod.name, why: line, todo };
}
