import { expect, it } from "vitest";
import { sweeping } from "../../../cli/commands/sweep.ts";

it("names the command that does what the dry run has shown", () => {
  expect(sweeping("prod", { detached: false, allStacks: false })).toBe("./yard sweep -s prod --yes");
  expect(sweeping("prod", { detached: true, allStacks: true })).toBe(
    "./yard sweep -s prod --all-stacks --detached --yes",
  );
});
