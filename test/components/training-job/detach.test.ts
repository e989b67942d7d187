import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { detachFile } from "../../../components/training-job/detach-file.ts";
import type { JobPlan } from "../../../components/training-job/plan.ts";
import type { Station } from "../../../components/training-job/station.ts";
import { worldOf } from "../../../components/training-job/world.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

it("is asked for by stack, or for all stacks of a home by a person", () => {
  const home = temporaryFolder("detach");
  const capabilities = { cmd: false, secrets: false };
  const connection = { apiBase: "http://127.0.0.1:9", proxyUrl: "http://127.0.0.1:9/{podId}/{port}", capabilities };
  const station = { connection, home, owner: "o", env: {}, signal: new AbortController().signal } as unknown as Station;
  const detaches = (stack: string) =>
    worldOf(station, { job: "j", stack, volume: null } as unknown as JobPlan).detach();
  const write = (file: string) => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, "");
  };
  expect([detaches("dev"), detaches("prod")]).toEqual([false, false]);
  write(detachFile(home, "dev"));
  expect([detaches("dev"), detaches("prod")]).toEqual([true, false]);
  write(join(home, "control", "detach"));
  expect([detaches("dev"), detaches("prod")]).toEqual([true, true]);
});
