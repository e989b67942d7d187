import { cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { packNames, policyFlags } from "../plan/packs.ts";
import { stackConfigFiles } from "../stack-config.ts";
import type { BenchBed } from "./bed.ts";
import type { Bench } from "./benches.ts";
import { committedDev } from "./committed.ts";
import { compare, judged } from "./result.ts";

const STACK = "whole";

/** All that a stack can have, in the sizes that the README shows. */
const layers = {
  zookeeper: { servers: 1 },
  hdfs: { dataNodes: 3, replication: 2, dataNodeGiB: 10 },
  hbase: { regionServers: 2 },
  dataApi: { replicas: 2, users: [{ name: "alice", role: "admin" }] },
} as const;

/** What the policy packs add to a preview of the whole platform, and how long `./yard preview` of prod takes. */
export const benchPacks: Bench = async (bed, runs) => {
  await bed.yard(["local", "up", "--cluster"]);
  await bed.configure(STACK, { ...(await committedDev(bed)), ...layers });
  await bed.yard(["preview", "-s", STACK]); // writes the configuration that the program is given
  const { merged } = stackConfigFiles(bed, STACK);
  const limits = join(bed.home, "bench", "limits");
  await mkdir(limits, { recursive: true });
  const ours = policyFlags(bed.root, STACK, limits);
  const count = ours.filter((flag) => flag === "--policy-pack").length;
  const empty = await emptyPacks(bed, count);
  const judge = (flags: readonly string[]) => () => bed.preview(STACK, merged, flags);
  const compared = await compare(judge(ours), judge(empty), runs);
  await bed.yard(["preview", "-s", "prod"]);
  const prod: number[] = [];
  while (prod.length < runs) prod.push(await bed.yard(["preview", "-s", "prod"]));
  return [
    judged({
      bench: "packs",
      what: "pulumi preview of the whole platform with the policy packs",
      baseline: `the same with packs of no rule in as many processes (${count})`,
      unit: "x",
      samples: compared.samples,
      goal: { atMost: 1.5 },
      note: compared.note,
    }),
    judged({
      bench: "packs",
      what: "./yard preview of prod as committed, without an account",
      baseline: "-",
      unit: "s",
      samples: prod,
      goal: { atMost: 30 },
    }),
  ];
};

/** So many packs that load what ours load and have no rule. */
async function emptyPacks(bed: BenchBed, count: number): Promise<readonly string[]> {
  const flags: string[] = [];
  for (const name of packNames(bed.root).slice(0, count)) {
    const [from, to] = [join(bed.root, "policies", name), join(bed.root, "empty-packs", name)];
    await mkdir(to, { recursive: true });
    for (const file of ["PulumiPolicy.yaml", "package.json"]) await cp(join(from, file), join(to, file));
    const sdk = 'import "../../policies/rule/lean-sdk.ts";\nimport { PolicyPack } from "@pulumi/policy";\n';
    await writeFile(join(to, "index.js"), `${sdk}new PolicyPack("empty-${name}", { policies: [] });\n`);
    flags.push("--policy-pack", to);
  }
  return flags;
}
