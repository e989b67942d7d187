import type { Kubectl } from "./kubectl.ts";

interface Summary {
  readonly pods?: readonly {
    readonly podRef: { readonly name: string; readonly namespace: string };
    readonly containers?: readonly { readonly name: string; readonly memory?: { readonly rssBytes?: number } }[];
  }[];
}

/** Resident MiB of each pod of a namespace, as the kubelet counts it. */
export async function residentMiB(kubectl: Kubectl, namespace: string): Promise<Readonly<Record<string, number>>> {
  const { items } = JSON.parse(await kubectl.run(["get", "nodes", "--output=json"])) as {
    items: readonly { readonly metadata: { readonly name: string } }[];
  };
  const sums = new Map<string, number>();
  for (const { metadata } of items) {
    const told = await kubectl.run(["get", "--raw", `/api/v1/nodes/${metadata.name}/proxy/stats/summary`]);
    for (const { podRef, containers = [] } of (JSON.parse(told) as Summary).pods ?? []) {
      if (podRef.namespace !== namespace) continue;
      const bytes = containers.reduce((sum, { memory }) => sum + (memory?.rssBytes ?? 0), 0);
      sums.set(podRef.name, Math.round(bytes / 1024 ** 2));
    }
  }
  return Object.fromEntries([...sums].sort());
}
