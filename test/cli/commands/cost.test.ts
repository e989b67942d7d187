import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, it } from "vitest";
import { fakePulumi } from "../../support/fake-pulumi.ts";
import { writeRun } from "../../support/run-folder.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { startYard } from "../../support/yard-process.ts";

it("says of which runs the money is left out of its sums", async () => {
  const home = temporaryFolder("cost");
  writeRun(home, { status: "failed", spentUsd: 0.25 });
  const torn = writeRun(home, { attempt: 2 });
  writeFileSync(join(torn, "status.json"), "");
  const env = { TRAINYARD_HOME: home, XDG_CACHE_HOME: join(home, "cache"), PATH: fakePulumi().path };
  const { code, stdout, stderr } = await startYard(["cost", "--json", "-s", "dev"], env).done;
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ runs: [{ spentUsd: 0.25 }], unreadable: [{ folder: torn }] });
  expect(stderr).toContain(`${torn} cannot be read`);
});

it("shows what is kept where RunPod refuses the key, and says that the rest is left out", async () => {
  const home = temporaryFolder("cost");
  writeRun(home, { status: "failed", spentUsd: 0.25 });
  const refusing = createServer((_request, response) => {
    response.writeHead(401, { "content-type": "application/problem+json" });
    response.end(JSON.stringify({ type: "about:blank", title: "Unauthorized", status: 401 }));
  });
  await once(refusing.listen(0, "127.0.0.1"), "listening");
  try {
    const { port } = refusing.address() as AddressInfo;
    const account = { RUNPOD_API_URL: `http://127.0.0.1:${port}/v2`, RUNPOD_API_KEY: "revoked" };
    const env = { TRAINYARD_HOME: home, XDG_CACHE_HOME: join(home, "cache"), PATH: fakePulumi().path, ...account };
    const { code, stdout, stderr } = await startYard(["cost", "--json", "-s", "dev"], env).done;
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(JSON.parse(stdout)).toMatchObject({ runs: [{ spentUsd: 0.25 }], volumes: [], balanceUsd: null });
    expect(stderr).toContain("live figures are left out: list network volumes: RunPod answered 401");
  } finally {
    refusing.close();
  }
});
