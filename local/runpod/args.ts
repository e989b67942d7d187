/** How a container is started; undefined leaves what the image says. */
export interface StartCommand {
  readonly entrypoint: readonly string[] | undefined;
  readonly cmd: readonly string[] | undefined;
}

const isStrings = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === "string");

/** `args` is either the canonical JSON `{"cmd":[..],"entrypoint":[..]}` or words split as a shell would, without expansion. */
export function parseArgs(args: string): StartCommand {
  const text = args.trim();
  if (text === "") return { entrypoint: undefined, cmd: undefined };
  return canonical(text) ?? { entrypoint: undefined, cmd: splitWords(text) };
}

function canonical(text: string): StartCommand | undefined {
  if (!text.startsWith("{")) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined; // not JSON: words that happen to begin with a brace
  }
  const { cmd, entrypoint } = value as { cmd?: unknown; entrypoint?: unknown };
  const known = (field: unknown) => field === undefined || isStrings(field);
  if (!known(cmd) || !known(entrypoint)) return undefined;
  const pick = (field: unknown) => (isStrings(field) && field.length > 0 ? field : undefined);
  return { cmd: pick(cmd), entrypoint: pick(entrypoint) };
}

/** Words with '...' (verbatim), "..." (backslash before " \ $ `) and backslash outside quotes. Nothing is expanded. */
export function splitWords(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    const next = text.charAt(i + 1);
    if (quote === "" && /\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (char === quote) {
      quote = "";
    } else if (quote === "" && (char === "'" || char === '"')) {
      quote = char;
      word ??= "";
    } else if (char === "\\" && next !== "" && (quote === "" || (quote === '"' && '"\\$`'.includes(next)))) {
      word = (word ?? "") + next;
      i++;
    } else {
      word = (word ?? "") + char;
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}
