import { isStatus, type KubeApi } from "../../kubernetes/api.ts";
import type { LeaseFacts, LeasePort } from "../lease/facts.ts";
import { LEASE_SECONDS } from "../lease/plan.ts";
import type { NodeSet } from "../nodes.ts";
import { parseRecord } from "../record.ts";

const RECORD = "trainyard/scale-in";

interface Lease {
  readonly metadata: { readonly resourceVersion: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec?: { readonly holderIdentity?: string; readonly renewTime?: string };
}

export const leasePath = ({ namespace, statefulSet }: NodeSet): string =>
  `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases/${statefulSet}-scale-in`;

/** A Lease beside the StatefulSet. */
export function leasePort(api: KubeApi, set: NodeSet): LeasePort {
  const path = leasePath(set);
  return {
    read: async () => {
      const lease = (await api.find(path)) as Lease | undefined;
      return lease && factsOf(lease);
    },
    write: async ({ holder, renewedMs, record }, version) => {
      const lease = {
        apiVersion: "coordination.k8s.io/v1",
        kind: "Lease",
        metadata: {
          name: `${set.statefulSet}-scale-in`,
          namespace: set.namespace,
          annotations: record === undefined ? {} : { [RECORD]: JSON.stringify(record) },
          ...(version === undefined ? {} : { resourceVersion: version }),
        },
        spec: {
          holderIdentity: holder,
          leaseDurationSeconds: LEASE_SECONDS,
          renewTime: new Date(renewedMs).toISOString().replace("Z", "000Z"),
        },
      };
      try {
        await (version === undefined
          ? api.create(path.slice(0, path.lastIndexOf("/")), lease)
          : api.replace(path, lease));
        return true;
      } catch (error) {
        if (isStatus(error, 409)) return false;
        throw error;
      }
    },
  };
}

function factsOf({ metadata, spec }: Lease): LeaseFacts {
  return {
    holder: spec?.holderIdentity ?? "",
    renewedMs: Date.parse(spec?.renewTime ?? "") || 0,
    record: parseRecord(metadata.annotations?.[RECORD]),
    version: metadata.resourceVersion,
  };
}
