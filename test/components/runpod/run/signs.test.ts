import { expect, it } from "vitest";
import { pullFailure } from "../../../../components/runpod/run/signs.ts";

it.each([
  "error pulling image: manifest for example/trainer:1 not found: manifest unknown: manifest unknown",
  "pull access denied for example/trainer, repository does not exist or may require 'docker login'",
  "Error response from daemon: No such image: example/trainer:1",
  "no matching manifest for linux/amd64 in the manifest list entries",
  "unauthorized: authentication required",
  "invalid reference format",
])("knows that it is final: %s", (line) => {
  expect(pullFailure(line)).toBe(line);
});

it.each([
  "toomanyrequests: You have reached your pull rate limit",
  "dial tcp: lookup registry.example: i/o timeout",
  "create container example/trainer:1",
  "error: exited with 1",
])("goes on waiting at: %s", (line) => {
  expect(pullFailure(line)).toBeUndefined();
});
