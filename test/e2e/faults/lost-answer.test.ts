import { afterAll, it } from "vitest";
import { makeClone } from "../../support/e2e-clone.ts";
import { survives } from "../../support/e2e-strikes.ts";
import { pythonImage } from "../../support/e2e-stack.ts";

const ground = { clone: await makeClone(), image: await pythonImage() };
afterAll(() => ground.clone.remove());

/** Of all blows (every-request) the one that matters most. */
it("keeps its promises when a pod was made and nobody heard the answer, for the CLI was killed", async () => {
  await survives(ground, { request: "POST /v2/pods", n: 0, strike: "kill", phase: "after" }, "lost");
});
