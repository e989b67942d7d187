import { expect, it } from "vitest";
import { copyJobs } from "../../../cli/bench/state-copies.ts";

const type = "pulumi-nodejs:dynamic/runpod:TrainingJob";
const state = {
  version: 3,
  deployment: {
    resources: [
      { urn: "urn:pulumi:one::p::pulumi:pulumi:Stack::p-one", type: "pulumi:pulumi:Stack" },
      {
        urn: `urn:pulumi:one::p::${type}::job-001`,
        type,
        id: "p-one-job-001-0badcafe",
        inputs: { name: "job-001", stack: "one" },
        parent: "urn:pulumi:one::p::pulumi:pulumi:Stack::p-one",
      },
    ],
  },
};

it("copies the job once for each name, into the other stack", () => {
  const text = JSON.stringify(state, null, 4);
  const copied = JSON.parse(
    copyJobs(text, { from: "one", to: "many", job: "job-001", names: ["job-001", "job-002"] }),
  ) as {
    deployment: { resources: { urn: string; id?: string; inputs?: unknown }[] };
  };
  const { resources } = copied.deployment;
  expect(resources.map((one) => one.urn.split("::").at(-1))).toEqual(["p-many", "job-001", "job-002"]);
  expect(resources[2]).toMatchObject({
    urn: `urn:pulumi:many::p::${type}::job-002`,
    id: "p-many-job-002-0badcafe",
    inputs: { name: "job-002", stack: "many" },
  });
});
