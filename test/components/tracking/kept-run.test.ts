import { describe, expect, it } from "vitest";
import { runRecordSchema } from "../../../components/runpod/run/record.ts";
import { parseKeptRun, renderKeptRun } from "../../../components/tracking/kept-run.ts";

const record = runRecordSchema.parse({
  ...{
    name: "shop-dev-smoke-0badcafe-a1",
    run: "shop-dev-smoke-0badcafe",
    job: "smoke",
    stack: "dev",
    hash: "0badcafe",
  },
  ...{ attempt: 1, podIds: ["pod1"], status: "succeeded", worstCaseUsd: 1 },
  ...{ artifactsPath: "/somewhere/here/artifacts", logsPath: "/somewhere/here/container.log" },
});
const file = (folder: string) => ({ name: "metrics.json", attempt: 1, folder, bytes: 3, sha256: "abc" });

describe("what MLflow keeps of a run", () => {
  it("reads back without the paths of this machine", () => {
    const text = renderKeptRun("0badcafe", [record], [file("artifacts/metrics.json")]);
    expect(text).not.toContain("/somewhere");
    expect(parseKeptRun(text)?.records).toEqual([{ ...record, artifactsPath: "", logsPath: "" }]);
    expect(parseKeptRun(text)?.files).toEqual([file("artifacts/metrics.json")]);
  });

  it.each(["../../../etc/passwd", "/etc/passwd", "artifacts/../../token", "artifacts//x", "a\\b", ""])(
    "refuses a file that leaves its run folder: %s",
    (folder) => {
      expect(parseKeptRun(renderKeptRun("0badcafe", [record], [file(folder)]))).toBeUndefined();
    },
  );

  it.each(["", "{}", "not json", JSON.stringify({ version: 2, hash: "x", records: [], files: [] })])(
    "is not read out of %s",
    (text) => {
      expect(parseKeptRun(text)).toBeUndefined();
    },
  );
});
