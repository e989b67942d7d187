import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { ask } from "../../../cli/stack/consent.ts";

/** Asks a terminal into which `keys` are typed. */
function typed(keys: string, interrupt = new AbortController()) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const answer = ask("sure? ", interrupt.signal, { input, output, terminal: true });
  input.write(keys);
  return answer;
}

describe("a question", () => {
  it("is answered by a line", async () => {
    expect(await typed("yes\n")).toBe("yes");
    expect(await typed("\n")).toBe("");
  });

  it.each([
    ["^C", "\u0003"],
    ["^D", "\u0004"],
  ])("has no answer after %s, and waits for none", async (_, key) => {
    expect(await typed(key)).toBeUndefined();
  });

  it("has no answer when the process is asked to end", async () => {
    const interrupt = new AbortController();
    const answer = typed("", interrupt);
    interrupt.abort();
    expect(await answer).toBeUndefined();
  });
});
