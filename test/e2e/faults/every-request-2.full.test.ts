import { afterAll, describe, it } from "vitest";
import { makeClone } from "../../support/e2e-clone.ts";
import { everyBlow, survives } from "../../support/e2e-strikes.ts";
import { pythonImage } from "../../support/e2e-stack.ts";

const ground = { clone: await makeClone(), image: await pythonImage() };
afterAll(() => ground.clone.remove());
const blows = await everyBlow(ground, 2, 4);

describe.concurrent("up, and up again, keep their promises with", () => {
  it.for(blows.map((blow, at) => ({ ...blow, stack: `point${at}` })))(
    "$strike $phase request $n of $request",
    ({ stack, ...blow }) => survives(ground, blow, stack),
  );
});
