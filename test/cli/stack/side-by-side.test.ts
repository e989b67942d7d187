import { expect, it } from "vitest";
import { sideBySide } from "../../../cli/stack/side-by-side.ts";

/** Work that goes on until it is told to stop, and then takes a while to do so. */
const untilStopped = (ended: () => void) => (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () =>
      setImmediate(() => {
        ended();
        reject(new Error("was stopped"));
      }),
    );
  });

it("gives both results, whichever is done first", async () => {
  const gate = Promise.withResolvers<undefined>();
  const both = sideBySide(
    () => gate.promise.then(() => 1),
    () => Promise.resolve("two").finally(() => gate.resolve(undefined)),
    () => expect.fail("nothing failed"),
  );
  expect(await both).toEqual([1, "two"]);
});

it.each([true, false])("throws the first failure, when the other has stopped (first of the two: %s)", async (leads) => {
  const said: string[] = [];
  const other = untilStopped(() => said.push("stopped"));
  const fails = () => Promise.reject(new Error("no disk"));
  const told = (error: Error) => said.push(error.message);
  const both = leads ? sideBySide(fails, other, told) : sideBySide(other, fails, told);
  await expect(both).rejects.toThrow("no disk");
  expect(said).toEqual(["no disk", "stopped"]);
});

it("takes in what is thrown before a promise is there, and what is no error", async () => {
  const throws = (): Promise<never> => {
    throw new Error("at once");
  };
  const other = untilStopped(() => undefined);
  await expect(sideBySide(throws, other, () => undefined)).rejects.toThrow("at once");
  // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what others may do
  const rejects = (): Promise<never> => Promise.reject("text");
  await expect(sideBySide(rejects, other, () => undefined)).rejects.toThrow("text");
});
