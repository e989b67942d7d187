import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  pluginProcess,
  programProcess,
  type ProgramRun,
  requiredPlugins,
  runtimeConfig,
} from "../../../../local/plugins/language-nodejs/program.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const root = process.cwd();
const run: ProgramRun = {
  monitor: "127.0.0.1:1",
  engine: "127.0.0.1:2",
  project: "trainyard",
  stack: "dev",
  organization: "",
  rootDirectory: root,
  programDirectory: root,
  workingDirectory: root,
  entryPoint: ".",
  parallel: 8,
  dryRun: true,
  programArgs: [],
  config: { "trainyard:jobs": "[]" },
  secretKeys: ["trainyard:runpodApiKey"],
  options: { typescript: false },
};

describe("programProcess", () => {
  it("hands the SDK what it reads from arguments and environment", () => {
    const started = programProcess(run, { HOME: "/home/a" });
    expect(started.cwd).toBe(root);
    expect(started.args.slice(1)).toEqual(
      ["--monitor", "127.0.0.1:1", "--engine", "127.0.0.1:2", "--project", "trainyard", "--stack", "dev"].concat([
        "--root-directory",
        root,
        "--pwd",
        root,
        "--parallel",
        "8",
        "--dry-run",
        ".",
      ]),
    );
    expect(started.env).toMatchObject({
      HOME: "/home/a",
      PULUMI_CONFIG: '{"trainyard:config:jobs":"[]"}',
      PULUMI_CONFIG_SECRET_KEYS: '["trainyard:runpodApiKey"]',
    });
    expect(started.env["PULUMI_NODEJS_TYPESCRIPT"]).toBeUndefined();
  });

  it("runs an update without --dry-run, with the organization and node arguments that were given", () => {
    const started = programProcess(
      { ...run, dryRun: false, organization: "acme", options: { nodeargs: " --a  --b=1 " } },
      {},
    );
    expect(started.args).not.toContain("--dry-run");
    expect(started.args.slice(0, 2)).toEqual(["--a", "--b=1"]);
    expect(started.args.join(" ")).toContain("--organization acme --project");
    expect(started.env["PULUMI_NODEJS_TYPESCRIPT"]).toBe("true");
  });

  it("refuses a program without the SDK", () => {
    const empty = temporaryFolder("program");
    expect(() => programProcess({ ...run, programDirectory: empty }, {})).toThrow("@pulumi/pulumi/cmd/run");
  });
});

describe("pluginProcess", () => {
  it("runs a policy pack in its own folder, named last, with its variables", () => {
    const started = pluginProcess(
      { kind: "analyzer", programDirectory: root, args: ["127.0.0.1:2"], env: ["PULUMI_CONFIG={}", "A=b=c"] },
      { HOME: "/home/a" },
    );
    expect(started.args[0]).toMatch(/cmd\/run-policy-pack\/index\.js$/);
    expect(started.args.slice(1)).toEqual(["127.0.0.1:2", root]);
    expect(started).toMatchObject({ cwd: root, env: { PULUMI_CONFIG: "{}", A: "b=c", HOME: "/home/a" } });
  });

  it("runs any other kind as a plugin", () => {
    const started = pluginProcess({ kind: "resource", programDirectory: root, args: [], env: [] }, {});
    expect(started.args[0]).toMatch(/cmd\/run-plugin\/index\.js$/);
  });
});

describe("runtimeConfig", () => {
  it("splits at the first colon only", () => {
    expect(runtimeConfig({ "a:b:c": "1" })).toEqual({ "a:config:b:c": "1" });
  });
});

describe("requiredPlugins", () => {
  it("names the plugins of installed provider packages and no others", () => {
    const folder = temporaryFolder("program");
    const install = (name: string, content: object) => {
      mkdirSync(join(folder, "node_modules", name), { recursive: true });
      writeFileSync(join(folder, "node_modules", name, "package.json"), JSON.stringify({ name, ...content }));
    };
    writeFileSync(
      join(folder, "package.json"),
      JSON.stringify({ dependencies: { "@pulumi/random": "4", zod: "4", "not-installed": "1" } }),
    );
    install("@pulumi/random", { version: "4.21.2", pulumi: { resource: true } });
    install("zod", { version: "4.6.7" });
    expect(requiredPlugins(folder)).toEqual([{ name: "random", version: "4.21.2", server: "" }]);
  });
});
