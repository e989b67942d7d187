import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  attemptName,
  nameProblems,
  ownedName,
  parseAttemptName,
  runName,
  parseProvenName,
  provenName,
} from "../../../components/lib/names.ts";

const parts = { project: "trainyard", stack: "dev", job: "khmer-smoke", hash8: "0a1b2c3d" };

describe("a name that says whose it is", () => {
  const own = { project: "yard", stack: "dev", name: "my-images" };
  const name = provenName(own, "0a1b2c3d", "owner-1");

  it("is read back by its owner alone", () => {
    expect(name).toMatch(/^yard-dev-my-images-0a1b2c3d[0-9a-f]{8}$/);
    expect(parseProvenName(name, "owner-1")).toEqual(own);
    expect(parseProvenName(name, "owner-2")).toBeUndefined();
  });

  it("proves nothing once any part of it is another", () => {
    const others = [name.replace("yard", "yarn"), name.replace("dev", "prod"), name.replace("my-", ""), `${name}0`];
    expect(others.map((other) => parseProvenName(other, "owner-1"))).toEqual(others.map(() => undefined));
    expect(
      ["images", "yard-dev-images", "yard-dev-images-0a1b2c3d"].flatMap((n) => parseProvenName(n, "owner-1") ?? []),
    ).toEqual([]);
  });

  it("takes a name as long as any other, and refuses a tag that is none", () => {
    expect(parseProvenName(provenName({ ...own, name: "n".repeat(40) }, "0a1b2c3d", "o"), "o")?.name).toHaveLength(40);
    expect(() => provenName(own, "xyz", "o")).toThrow("hash8");
  });
});

describe("names of runs and attempts", () => {
  it("joins project, stack, job and hash, and appends the attempt", () => {
    expect(attemptName(runName(parts), 2)).toBe("trainyard-dev-khmer-smoke-0a1b2c3d-a2");
  });

  it("reads an attempt name back into its parts", () => {
    expect(parseAttemptName("trainyard-dev-khmer-smoke-0a1b2c3d-a2")).toEqual({
      ...parts,
      run: "trainyard-dev-khmer-smoke-0a1b2c3d",
      attempt: 2,
    });
  });

  it("gives back exactly what went in, for every name it accepts", () => {
    const word = fc.stringMatching(/^[a-z0-9][a-z0-9_.]{0,12}$/);
    const job = fc.stringMatching(/^[a-z0-9][a-z0-9_.]{0,5}(-[a-z0-9_.]{1,9}){0,3}$/);
    const hash8 = fc.stringMatching(/^[0-9a-f]{8}$/);
    fc.assert(
      fc.property(word, word, job, hash8, fc.integer({ min: 1, max: 9999 }), (project, stack, jobName, hash, n) => {
        const run = runName({ project, stack, job: jobName, hash8: hash });
        expect(parseAttemptName(attemptName(run, n))).toEqual({
          project,
          stack,
          job: jobName,
          hash8: hash,
          run,
          attempt: n,
        });
      }),
    );
  });

  it("reads a job that itself looks like an attempt from the right", () => {
    const run = runName({ ...parts, job: "x-00000000-a1" });
    expect(parseAttemptName(attemptName(run, 3))?.job).toBe("x-00000000-a1");
  });

  it.each([
    ["project", "my-yard"],
    ["stack", "pr-12"],
    ["stack", "Dev"],
    ["job", "two--hyphens"],
    ["job", "ends-"],
    ["job", "a/b"],
    ["job", "a b"],
    ["job", ""],
    ["hash8", "0A1B2C3D"],
    ["hash8", "0a1b2c3"],
  ])("refuses the %s %j", (part, value) => {
    expect(() => runName({ ...parts, [part]: value })).toThrow(`- ${part}: must`);
  });

  it("names every problem at once", () => {
    expect(nameProblems({ project: "A", stack: "b-c", job: "x".repeat(41) }).map((p) => p.path)).toEqual([
      "project",
      "stack",
      "job",
    ]);
  });

  it.each([0, -1, 1.5, Number.NaN, 10_000])("refuses attempt %d", (n) => {
    expect(() => attemptName(runName(parts), n)).toThrow("attempt: must be a whole number");
  });

  it("refuses to count attempts of something that is no run", () => {
    expect(() => attemptName("my-pod", 1)).toThrow("run: must be");
  });

  it.each(["my-pod", "trainyard-dev-khmer-0a1b2c3d", "trainyard-dev-khmer-0a1b2c3d-a0", "a-b-0a1b2c3d-a1", ""])(
    "does not take %j for an attempt of ours",
    (name) => {
      expect(parseAttemptName(name)).toBeUndefined();
    },
  );

  it("names a volume after project, stack and its own name", () => {
    expect(ownedName({ project: "trainyard", stack: "dev", name: "corpora" })).toBe("trainyard-dev-corpora");
    expect(() => ownedName({ project: "trainyard", stack: "dev", name: "A" })).toThrow("- name: must be");
  });
});
