import { expect, it } from "vitest";
import { inTurn } from "../../../components/admin-tool/connect.ts";

it("lets one call at a time into a pod, whatever became of the one before, and does not hold up another pod", async () => {
  const gates = [Promise.withResolvers<string>(), Promise.withResolvers<string>()] as const;
  const begun: string[] = [];
  const call = (pod: string, name: string, answer: Promise<string>) =>
    inTurn(pod, () => {
      begun.push(name);
      return answer;
    });
  const first = call("a", "first", gates[0].promise);
  const second = call("a", "second", gates[1].promise);
  expect(await call("b", "other", Promise.resolve("done"))).toBe("done");
  expect(begun).toEqual(["first", "other"]);
  gates[0].reject(new Error("lost"));
  await expect(first).rejects.toThrow("lost");
  gates[1].resolve("told");
  expect(await second).toBe("told");
  expect(begun).toEqual(["first", "other", "second"]);
});
