import { expect, it } from "vitest";
import { engineReason } from "../../../../local/runpod/docker/engine.ts";
import { pullLines } from "../../../../local/runpod/docker/pull.ts";

it("tells each step of a layer once and no bars", () => {
  const lineOf = pullLines();
  const messages = [
    { status: "Pulling from library/debian", id: "bookworm" },
    { status: "Pulling fs layer", id: "aa" },
    { status: "Downloading", id: "aa" },
    { status: "Downloading", id: "aa" },
    { status: "Pull complete", id: "aa" },
    { status: "Pull complete", id: "aa" },
    { status: "Digest: sha256:00" },
  ];
  expect(messages.map(lineOf).filter((line) => line !== undefined)).toEqual([
    "bookworm: Pulling from library/debian",
    "aa: Pulling fs layer",
    "aa: Pull complete",
    "Digest: sha256:00",
  ]);
});

it("gives the engine's own words for a failure", () => {
  expect(engineReason(new Error("(HTTP code 404) unexpected - pull access denied for x "))).toBe(
    "pull access denied for x",
  );
  const withJson = Object.assign(new Error("(HTTP code 400) bad parameter - no - really "), {
    json: { message: "no - really" },
  });
  expect(engineReason(withJson)).toBe("no - really");
});
