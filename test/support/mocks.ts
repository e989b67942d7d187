import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";

/**
 * A module of ours loaded by Node itself. Pulumi stores the text of dynamic providers: what the test runner makes of an
 * `import()` cannot be stored, what Node runs can. `path` is relative to the project root.
 */
export function native(path: string): unknown {
  return createRequire(import.meta.url)(`../../${path}`);
}

/** The key in which Pulumi wraps a secret. */
export const SECRET_MARK = "4dabf18193072939515e22adb298388d";

const recorded: pulumi.runtime.MockResourceArgs[] = [];

/**
 * Starts a program of its own: nothing is registered, project and stack have these names. Call it before each test.
 * `outputs` is what every provider adds to the inputs.
 */
export async function mockPulumi(
  project = "yardtest",
  stack = "unit",
  preview = false,
  outputs: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  recorded.length = 0;
  await pulumi.runtime.setMocks(
    {
      newResource: (args) => {
        recorded.push(args);
        return { id: `${args.name}-id`, state: { ...(args.inputs as Record<string, unknown>), ...outputs } };
      },
      call: (args) => args.inputs as Record<string, unknown>,
    },
    project,
    stack,
    preview,
  );
}

/** Every child registered so far, in a stable order. Waits for registrations under way. */
export async function built(): Promise<readonly pulumi.runtime.MockResourceArgs[]> {
  await pulumi.runtime.disconnect();
  return recorded.filter((r) => r.custom === true).sort((a, b) => (a.type + a.name < b.type + b.name ? -1 : 1));
}

/** Paths at which `sentinel` stands in clear text. */
export function leaks(value: unknown, sentinel: string, path = "$"): string[] {
  if (typeof value === "string") return value.includes(sentinel) ? [path] : [];
  if (value === null || typeof value !== "object" || SECRET_MARK in value) return [];
  return Object.entries(value).flatMap(([key, inner]) => leaks(inner, sentinel, `${path}.${key}`));
}
