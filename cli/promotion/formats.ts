import versions from "../../images/versions.json" with { type: "json" };

/**
 * How an image's version tells the form in which it keeps data: `exact`: any older version may fail to read it; `major`,
 * `minor`: versions that agree so far read each other's.
 */
interface DataFormat {
  readonly system: string;
  readonly keeps: string;
  readonly same: "exact" | "major" | "minor";
}

/** Images of ours that keep data which outlives them. What is missing here keeps none. */
const formats: Readonly<Record<string, DataFormat>> = {
  postgres: { system: "PostgreSQL", keeps: "its data folder", same: "major" },
  mlflow: { system: "MLflow", keeps: "the schema of its database", same: "exact" },
  hdfs: { system: "Hadoop", keeps: "the layout of the name space and of blocks", same: "minor" },
  hbase: { system: "HBase", keeps: "its tables and procedures", same: "minor" },
};

/** The version of the system that decides how data is kept, as the sources at hand build it; undefined where none is kept. */
export function dataVersion(image: string): string | undefined {
  const all: Readonly<Record<string, string>> = {
    postgres: versions.postgres.args.POSTGRES,
    mlflow: versions.mlflow.mlflow,
    hdfs: versions.hdfs.args.HADOOP,
    hbase: versions.hbase.args.HBASE,
  };
  return all[image];
}

/** One image that would return to a former one. */
export interface Return {
  readonly image: string;
  /** Data version of what runs; undefined where nobody recorded it. */
  readonly running: string | undefined;
  readonly former: string | undefined;
}

/** Why an image cannot return without losing data; undefined where it can. */
export function lossOf({ image, running, former }: Return): string | undefined {
  const format = formats[image];
  if (format === undefined) return undefined;
  const { system, keeps, same } = format;
  if (running === undefined || former === undefined) {
    const which = running === undefined ? "what runs" : "the former image";
    return `${image}: nobody recorded which ${system} ${which} is, so it may not read ${keeps}`;
  }
  const digits = { exact: Number.POSITIVE_INFINITY, major: 1, minor: 2 }[same];
  if (compare(running, former, digits) <= 0) return undefined;
  return `${image}: ${system} ${running} has brought ${keeps} forward, and ${former} cannot read that any more`;
}

/** Compares the first `digits` numbers of two versions. */
function compare(a: string, b: string, digits: number): number {
  const [left, right] = [a, b].map((version) => version.split(/[.-]/).map((part) => Number.parseInt(part, 10) || 0));
  for (let at = 0; at < Math.min(digits, Math.max(left?.length ?? 0, right?.length ?? 0)); at += 1) {
    const difference = (left?.[at] ?? 0) - (right?.[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
