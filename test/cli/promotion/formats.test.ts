import { expect, it } from "vitest";
import { dataVersion, lossOf } from "../../../cli/promotion/formats.ts";
import { imageNames } from "../../../components/lib/images.ts";

it.each([
  ["mlflow", "3.17.2", "3.17.2", "passes"],
  ["mlflow", "3.17.2", "3.17.3", "passes"],
  ["mlflow", "3.17.2", "3.17.1", "MLflow 3.17.2 has brought the schema of its database forward"],
  ["mlflow", "3.17.2", "3.9.0", "and 3.9.0 cannot read that any more"],
  ["postgres", "15", "15", "passes"],
  ["postgres", "16", "15", "PostgreSQL 16 has brought its data folder forward"],
  ["hdfs", "3.4.3", "3.4.1", "passes"],
  ["hdfs", "3.5.0", "3.4.3", "Hadoop 3.5.0 has brought the layout of the name space and of blocks forward"],
  ["hbase", "2.6.4-hadoop3", "2.6.3-hadoop3", "passes"],
  ["hbase", "2.10.0-hadoop3", "2.6.4-hadoop3", "HBase 2.10.0-hadoop3 has brought its tables"],
  ["mlflow", undefined, "3.17.2", "nobody recorded which MLflow what runs is"],
  ["postgres", "15", undefined, "nobody recorded which PostgreSQL the former image is"],
  ["trainer", undefined, undefined, "passes"],
])("%s from %s to %s: %s", (image, running, former, wanted) => {
  expect(lossOf({ image, running, former }) ?? "passes").toContain(wanted);
});

it("knows of every image of ours whether it keeps data", () => {
  const keeping = imageNames.filter((name) => dataVersion(name) !== undefined);
  expect(keeping).toEqual(["postgres", "mlflow", "hdfs", "hbase"]);
});
