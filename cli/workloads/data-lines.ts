import { formatBytes } from "../../components/lib/units.ts";
import type { DataStatus, FileSystemFacts, TablesFacts } from "./data-status.ts";
import { gatewayLines } from "./gateway-status.ts";
import type { Silent } from "./silent.ts";

/** How file systems, tables and data APIs are, a line each, and a line for each part that does not say it. */
export function dataLines({ hdfs, hbase, dataApi }: DataStatus): readonly string[] {
  return [
    ...hdfs.flatMap(({ name, activeNameNode, facts, silent }) => [
      `hdfs ${name}: ${activeNameNode === null ? "no NameNode is known to be active" : `active NameNode ${activeNameNode}`}`,
      ...(facts === null ? [] : fileSystemLines(facts).map((line) => `  ${line}`)),
      ...silent.map((one) => silence(one)),
    ]),
    ...hbase.flatMap(({ name, activeMaster, facts, silent }) => [
      `hbase ${name}: ${activeMaster === null ? "no master is known to be active" : `active master ${activeMaster}`}`,
      ...(facts === null ? [] : tableLines(facts).map((line) => `  ${line}`)),
      ...silent.map((one) => silence(one)),
    ]),
    ...dataApi.flatMap((gateway) => [...gatewayLines(gateway), ...gateway.silent.map(silence)]),
  ];
}

function fileSystemLines(facts: FileSystemFacts): readonly string[] {
  const { liveDataNodes, decommissioningDataNodes, deadDataNodes, usedBytes, capacityBytes } = facts;
  const nodes = `${liveDataNodes} live, ${decommissioningDataNodes} decommissioning, ${deadDataNodes} dead`;
  const blocks = `${facts.underReplicatedBlocks} under-replicated, ${facts.missingBlocks} missing`;
  return [
    `data nodes ${nodes}; ${formatBytes(usedBytes)} of ${formatBytes(capacityBytes)} used`,
    `blocks ${blocks}${facts.safeMode ? "; in safe mode: nothing can be written" : ""}`,
  ];
}

function tableLines({ regionServers, regionsInTransition, balancer }: TablesFacts): readonly string[] {
  const held = regionServers.map(({ name, regions, draining }) => `${name} ${regions}${draining ? " (draining)" : ""}`);
  const off = balancer ? "" : "; the balancer is off";
  return [`regions ${held.join(", ") || "on no server"}; ${regionsInTransition} in transition${off}`];
}

const silence = ({ part, why }: Silent): string => `! ${part} does not answer: ${why}`;
