import type { KubeApi } from "../../kubernetes/api.ts";
import type { NodeSet } from "../nodes.ts";
import type { SetPort } from "../world.ts";

interface StatefulSet {
  readonly spec: {
    readonly replicas?: number;
    readonly volumeClaimTemplates?: readonly { readonly metadata: { readonly name: string } }[];
  };
}

interface Listed {
  readonly items: readonly {
    readonly metadata: { readonly name: string; readonly deletionTimestamp?: string };
    readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
  }[];
}

/** The StatefulSet in its cluster. */
export function setPort(api: KubeApi, { namespace, statefulSet }: NodeSet): SetPort {
  const core = `/api/v1/namespaces/${namespace}`;
  const find = () =>
    api.find(`/apis/apps/v1/namespaces/${namespace}/statefulsets/${statefulSet}`) as Promise<StatefulSet | undefined>;
  const ordinals = ({ items }: Listed, stem: string) =>
    items.flatMap(({ metadata: { name } }) => {
      const digits = name.startsWith(`${stem}-`) ? name.slice(stem.length + 1) : "";
      return /^\d+$/.test(digits) ? [{ name, ordinal: Number(digits) }] : [];
    });
  return {
    replicas: async () => {
      const found = await find();
      return found === undefined ? undefined : (found.spec.replicas ?? 1);
    },
    pods: async () => ordinals((await api.get(`${core}/pods`)) as Listed, statefulSet).map(({ ordinal }) => ordinal),
    claims: async () => {
      const templates = (await find())?.spec.volumeClaimTemplates ?? [];
      if (templates.length === 0) return [];
      const claims = (await api.get(`${core}/persistentvolumeclaims`)) as Listed;
      return templates.flatMap(({ metadata }) => ordinals(claims, `${metadata.name}-${statefulSet}`));
    },
    removeClaim: (name) => api.remove(`${core}/persistentvolumeclaims/${name}`),
  };
}

/** Ordinals of pods that are ready and not ending. */
export async function readyPods(api: KubeApi, { namespace, statefulSet }: NodeSet): Promise<readonly number[]> {
  const { items } = (await api.get(`/api/v1/namespaces/${namespace}/pods`)) as Listed;
  return items.flatMap(({ metadata, status }) => {
    const digits = metadata.name.startsWith(`${statefulSet}-`) ? metadata.name.slice(statefulSet.length + 1) : "";
    const isReady = status?.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True") === true;
    return /^\d+$/.test(digits) && isReady && metadata.deletionTimestamp === undefined ? [Number(digits)] : [];
  });
}
