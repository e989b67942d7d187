import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { mergeStackConfig, writeStackConfig } from "../../cli/stack-config.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const committed = `config:
  trainyard:runpod: emulated
  trainyard:jobs:
    - { name: tiny, maxUsd: 0.5 }
`;

describe("mergeStackConfig", () => {
  it("adds generated values to what is committed", () => {
    const merged: unknown = parse(mergeStackConfig(committed, { "trainyard:imageTag": "0a1b" }, undefined));
    expect(merged).toEqual({
      config: {
        "trainyard:imageTag": "0a1b",
        "trainyard:runpod": "emulated",
        "trainyard:jobs": [{ name: "tiny", maxUsd: 0.5 }],
      },
    });
  });

  it("lets the committed value win and leaves out what is undefined", () => {
    const generated = { "trainyard:runpod": "other", "trainyard:owner": undefined };
    const merged: unknown = parse(mergeStackConfig(committed, generated, undefined));
    expect(merged).toMatchObject({ config: { "trainyard:runpod": "emulated" } });
    expect(JSON.stringify(merged)).not.toContain("owner");
  });

  it("keeps the salt of the last merged copy", () => {
    const merged: unknown = parse(mergeStackConfig(committed, {}, "encryptionsalt: v1:a\nconfig: {}\n"));
    expect(merged).toMatchObject({ encryptionsalt: "v1:a" });
  });

  it.each(["encryptionsalt: v1:own", "secretsprovider: awskms://key"])("keeps the committed %s instead", (line) => {
    const merged: unknown = parse(mergeStackConfig(`${line}\n${committed}`, {}, "encryptionsalt: v1:a\n"));
    expect(merged).toMatchObject(parse(line) as object);
    expect(JSON.stringify(merged)).not.toContain("v1:a");
  });

  it("takes an empty file as no configuration", () => {
    expect(parse(mergeStackConfig("", {}, undefined))).toEqual({ config: {} });
  });

  it("refuses a file that is not a stack configuration", () => {
    expect(() => mergeStackConfig("config: [1]", {}, undefined)).toThrow("config");
  });
});

describe("writeStackConfig", () => {
  const site = () => {
    const root = temporaryFolder("config");
    return { root, home: join(root, ".trainyard") };
  };

  it("leaves the committed file as it was and gives the copy to its owner only", async () => {
    const at = site();
    writeFileSync(join(at.root, "Pulumi.dev.yaml"), committed);
    const file = await writeStackConfig(at, "dev", { "trainyard:owner": "me" });
    expect(file).toBe(join(at.home, "config", "Pulumi.dev.yaml"));
    expect(readFileSync(file, "utf8")).toContain("trainyard:owner: me");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(at.root, "Pulumi.dev.yaml"), "utf8")).toBe(committed);
  });

  it("writes whole copies, whoever else writes one at the time", async () => {
    const at = site();
    writeFileSync(join(at.root, "Pulumi.dev.yaml"), committed);
    const writing = Array.from({ length: 20 }, () => writeStackConfig(at, "dev", { "trainyard:imageTag": "0a1b" }));
    const [file = ""] = await Promise.all(writing);
    expect(parse(readFileSync(file, "utf8"))).toMatchObject({ config: { "trainyard:imageTag": "0a1b" } });
    expect(readdirSync(join(at.home, "config"))).toEqual(["Pulumi.dev.yaml"]);
  });

  it("refuses a stack without a file, as a wrong command line", async () => {
    await expect(writeStackConfig(site(), "nowhere", {})).rejects.toMatchObject({
      exitCode: 2,
      text: { what: 'there is no stack "nowhere"' },
    });
  });

  it("refuses broken YAML and names the file", async () => {
    const at = site();
    writeFileSync(join(at.root, "Pulumi.dev.yaml"), "config: {");
    await expect(writeStackConfig(at, "dev", {})).rejects.toMatchObject({
      exitCode: 2,
      text: { on: join(at.root, "Pulumi.dev.yaml") },
    });
  });
});
