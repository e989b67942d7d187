import { afterAll, beforeAll } from "vitest";
import { DataApiDrill } from "../../support/data-api-drill.ts";
import { dataLayerTests, fileTests } from "./file-tests.ts";
import { pythonTests } from "./python-tests.ts";
import { snapshotTests } from "./snapshots.ts";
import { tableTests } from "./table-tests.ts";
import { uploadTests } from "./uploads.ts";

/** One service on one data layer for all of them: it takes two minutes to stand. */
let drill: DataApiDrill | undefined;
beforeAll(async () => {
  drill = await DataApiDrill.open("api-service-test");
}, 1_500_000);
afterAll(async () => {
  await drill?.close();
});

function standing(): DataApiDrill {
  if (drill === undefined) throw new Error("the service does not stand");
  return drill;
}
const client = () => standing().client;

tableTests(client);
fileTests(standing);
uploadTests(client);
snapshotTests(standing);
pythonTests(client);
dataLayerTests();
