import { afterAll, beforeAll } from "vitest";
import { replicaTests } from "../../components/data-api/replica-tests.ts";
import { drainTests } from "../../components/scale-in/drain-tests.ts";
import { DataApiDrill } from "../../support/data-api-drill.ts";
import { deskProgram, ReplicasDrill } from "../../support/replicas-drill.ts";
import { crowdTests } from "./crowd-tests.ts";
import { dataLayerTests, fileTests } from "./file-tests.ts";
import { pythonTests } from "./python-tests.ts";
import { snapshotTests } from "./snapshots.ts";
import { tableTests } from "./table-tests.ts";
import { uploadTests } from "./uploads.ts";

/** One data layer for all of them, which takes two minutes to stand: three DataNodes, a service `gateway`, and beside it `desk` with two pods. */
let drill: DataApiDrill | undefined;
let desk: ReplicasDrill | undefined;
beforeAll(async () => {
  drill = await DataApiDrill.open("api-service-test", "", deskProgram, 3);
  desk = ReplicasDrill.on(drill.hbase);
}, 1_500_000);
afterAll(async () => {
  await drill?.close();
});

function stands<T>(made: T | undefined): T {
  if (made === undefined) throw new Error("the service does not stand");
  return made;
}
const standing = () => stands(drill);
const client = () => standing().client;

tableTests(client);
crowdTests(client);
fileTests(standing);
uploadTests(client);
snapshotTests(standing);
pythonTests(client);
replicaTests(() => stands(desk));
drainTests(standing);
dataLayerTests();
