import type { HdfsDrill } from "./hdfs-drill.ts";

/** Whether the record of a StatefulSet's scale-in names a node that leaves. */
export async function leavingOnRecord({ kubectl, namespace }: HdfsDrill, statefulSet: string): Promise<boolean> {
  const lease = await kubectl.get<{ metadata: { annotations?: Readonly<Record<string, string>> } }>(
    namespace,
    `lease/${statefulSet}-scale-in`,
  );
  return (lease.metadata.annotations?.["trainyard/scale-in"] ?? "").includes(`"leaving":["${statefulSet}`);
}
