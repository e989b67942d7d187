import { expect, it } from "vitest";
import { s3DataCenters } from "../../../components/runpod/s3-data-centers.ts";
import { dataCenters } from "../../../local/runpod/data-centers.ts";

it("names the data centres in which the emulated RunPod serves volumes by S3", () => {
  const served = dataCenters.flatMap(({ id, s3 }) => (s3 ? [id] : []));
  expect([...s3DataCenters].sort()).toEqual(served.sort());
});
