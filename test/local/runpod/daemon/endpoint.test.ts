import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { lastPort, writeEndpoint } from "../../../../local/runpod/daemon/endpoint.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

it("knows the port of the last run, and none where there was none or its file was torn", async () => {
  const folder = temporaryFolder("endpoint");
  expect(await lastPort(folder)).toBeUndefined();
  await writeEndpoint(folder, 4711, { apiKey: "a", readOnlyApiKey: "r", s3AccessKey: "b", s3SecretKey: "c" });
  expect(await lastPort(folder)).toBe(4711);
  for (const torn of ["", '{"port":', '{"port":99999}']) {
    writeFileSync(join(folder, "endpoint.json"), torn);
    expect(await lastPort(folder)).toBeUndefined();
  }
});
