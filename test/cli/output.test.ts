import { expect, it } from "vitest";
import { Output } from "../../cli/output.ts";

function watched(options: { isTTY?: boolean; env?: Record<string, string> } = {}) {
  const written = { stdout: "", stderr: "" };
  const sink = (name: "stdout" | "stderr") => ({
    write: (text: string) => void (written[name] += text),
    isTTY: options.isTTY ?? false,
  });
  return { written, out: new Output({ stdout: sink("stdout"), stderr: sink("stderr"), env: options.env ?? {} }) };
}

it("puts one document on stdout and all else on stderr under --json", () => {
  const { written, out } = watched();
  out.json = true;
  out.text("result");
  out.progress("working");
  out.document({ a: 1 });
  expect(JSON.parse(written.stdout)).toEqual({ a: 1 });
  expect(written.stderr).toBe("result\nworking\n");
  expect(() => out.document({})).toThrow("one JSON document");
});

it("puts results on stdout and no document without --json", () => {
  const { written, out } = watched();
  out.text("result");
  out.document({ a: 1 });
  expect(written.stdout).toBe("result\n");
});

it("makes a failure the document when there is none yet", () => {
  const { written, out } = watched();
  out.json = true;
  const text = { what: "a", on: "b", why: "c", todo: "d" };
  out.failure(text);
  expect(JSON.parse(written.stdout)).toEqual({ error: text });
});

it.each([
  ["on a terminal", { isTTY: true }, true],
  ["off a terminal", { isTTY: false }, false],
  ["with NO_COLOR", { isTTY: true, env: { NO_COLOR: "1" } }, false],
])("colours %s: %s", (_name, options, coloured) => {
  expect(watched(options).out.colors.isColorSupported).toBe(coloured);
});
