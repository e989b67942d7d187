import { createColors } from "picocolors";
import { type FailureText, renderFailure } from "./failure.ts";

type Colors = ReturnType<typeof createColors>;

/** A stream that takes text; `isTTY` says whether a person watches. */
export interface TextSink {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

export interface OutputOptions {
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Where the words of a command go. With `--json` exactly one document goes to stdout, and all else to stderr; without it
 * results go to stdout and progress to stderr. Colours only on a terminal, and never with NO_COLOR.
 */
export class Output {
  json = false;
  /** Nobody reads the results any more, as when `head` has what it wanted. */
  readerGone = false;
  /** Why a result could not be written where nobody wished for it, as on a full disk. */
  lost: string | undefined;
  readonly colors: Colors;
  readonly #stdout: TextSink;
  readonly #stderr: TextSink;
  readonly #warned: string[] = [];
  #documented = false;

  constructor(options: OutputOptions) {
    this.#stdout = options.stdout;
    this.#stderr = options.stderr;
    const noColor = options.env["NO_COLOR"];
    this.colors = createColors(this.interactive && (noColor === undefined || noColor === ""));
  }

  /** True where a person watches both streams, so that lines may be redrawn and questions asked. */
  get interactive(): boolean {
    return this.#stdout.isTTY === true && this.#stderr.isTTY === true;
  }

  /** A result for a person: stdout, or stderr under `--json`. */
  text(line: string): void {
    (this.json ? this.#stderr : this.#stdout).write(`${line}\n`);
  }

  /** A part of a result that is longer than fits at once, as it is. */
  piece(text: string): void {
    (this.json ? this.#stderr : this.#stdout).write(text);
  }

  /** One line of progress. */
  progress(line: string): void {
    this.#stderr.write(`${this.colors.dim(line)}\n`);
  }

  /** What was warned of so far. */
  get warnings(): readonly string[] {
    return [...this.#warned];
  }

  /** Something that a person should know and that stops nothing. */
  warn(line: string): void {
    this.#warned.push(line);
    this.#stderr.write(`${this.colors.yellow("warning:")} ${line}\n`);
  }

  /** The one document of `--json`; without `--json` it is not shown. */
  document(value: unknown): void {
    if (!this.json) return;
    if (this.#documented) throw new Error("a command writes one JSON document, and this was the second");
    this.#documented = true;
    this.#stdout.write(`${JSON.stringify(value, null, 2)}\n`);
  }

  /** A failure, for a person and, under `--json` when no document was written yet, as `{error}`. */
  failure(text: FailureText): void {
    this.#stderr.write(renderFailure(text).replace(/^error:/, this.colors.red("error:")));
    if (this.json && !this.#documented) this.document({ error: text });
  }
}
