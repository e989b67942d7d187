import { chmodSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { applyPreviewed } from "../../../cli/commands/up.ts";
import type { Context } from "../../../cli/context.ts";
import { Output } from "../../../cli/output.ts";
import { runUpdate } from "../../../cli/stack/update.ts";
import type { Session } from "../../../cli/stack/session.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const prices = { source: "a page", date: "2026-11-01", kubernetes: {}, cloudflare: {} };
const oneCreate = JSON.stringify({ summaryEvent: { resourceChanges: { create: 1 } } });

/** A stack whose CLI is a script: it tells of one change, does `meanwhile` in its preview, and leaves `applied` in its update. */
function stackWith(meanwhile: string) {
  const folder = temporaryFolder("up");
  const configFile = join(folder, "Pulumi.dev.yaml");
  writeFileSync(configFile, "config:\n  trainyard:jobs: []\n");
  const script = [
    "#!/bin/sh",
    `cd "${folder}"`,
    `case "$1" in`,
    `preview) echo '${oneCreate}' >&3; ${meanwhile} ;;`,
    "up) touch applied ;;",
    "esac",
    "",
  ].join("\n");
  writeFileSync(join(folder, "pulumi"), script);
  chmodSync(join(folder, "pulumi"), 0o755);
  const interrupt = new AbortController();
  const sink = { write: () => true };
  const context: Context = {
    ...{ root: ROOT, home: folder, cache: folder, env: {}, interrupted: interrupt.signal },
    out: new Output({ stdout: sink, stderr: sink, env: {} }),
    options: () => ({ stack: "dev", json: false, yes: true }),
  };
  const configured = { remote: true, capsUsd: {}, value: () => undefined, text: () => undefined, has: () => false };
  const toolchain = { env: { PATH: `${folder}:${process.env["PATH"] ?? ""}` }, parts: [] };
  const session = { stack: "dev", configFile, toolchain, configured } as unknown as Session;
  const isApplied = () => existsSync(join(folder, "applied"));
  const up = () => applyPreviewed(context, session, { flags: [], balanceUsd: undefined, prices });
  return { context, folder, session, interrupt, isApplied, up };
}

describe("an update", () => {
  it("applies what was previewed, also where the CLI has written its salt meanwhile", async () => {
    const { up, isApplied } = stackWith(`echo "encryptionsalt: v1:x" >>Pulumi.dev.yaml`);
    await up();
    expect(isApplied()).toBe(true);
  });

  it("refuses other values than those that were judged, which another command wrote meanwhile", async () => {
    const { up, isApplied } = stackWith(`echo "  trainyard:more: 1" >>Pulumi.dev.yaml`);
    const on = { what: "the configuration is not what was previewed; nothing was changed", on: "stack dev" };
    await expect(up()).rejects.toMatchObject({ exitCode: 3, text: on });
    expect(isApplied()).toBe(false);
  });

  it("is not begun after ^C, at whatever moment of the preview it came", async () => {
    const early = stackWith(":");
    early.interrupt.abort();
    await expect(early.up()).rejects.toMatchObject({ exitCode: 130, text: { todo: "nothing was created" } });
    expect(early.isApplied()).toBe(false);
    // The CLI is deaf to it, as one that has done its work.
    const late = stackWith(`trap "" INT; touch ready; until [ -e go ]; do sleep 0.02; done`);
    const ended = late.up();
    await vi.waitFor(() => expect(existsSync(join(late.folder, "ready"))).toBe(true));
    late.interrupt.abort();
    writeFileSync(join(late.folder, "go"), "");
    await expect(ended).rejects.toMatchObject({ exitCode: 130, text: { todo: "nothing was created" } });
    expect(late.isApplied()).toBe(false);
  });

  it("starts no CLI where ^C came before it", async () => {
    const { context, session, interrupt, isApplied } = stackWith(":");
    interrupt.abort();
    await expect(runUpdate(context, session, ["up"])).rejects.toMatchObject({ exitCode: 130 });
    expect(isApplied()).toBe(false);
  });
});
