import { z } from "zod";
import { kubeAccess } from "../../components/lib/kube-access.ts";
import { userKubeconfig } from "../../local/cluster/user-kubeconfig.ts";
import type { Context } from "../context.ts";
import { isLost } from "./pushed-image.ts";
import type { Session } from "./session.ts";
import { readWholeState, type StateResource } from "./state.ts";

/** Where the state is not what is there: somebody emptied a registry, took another cluster, or ended a CLI in an update. */
export interface Gaps {
  /** Images whose digest the registry does not have, by URN. */
  readonly images: readonly string[];
  /** Namespaces that the cluster does not have, or has from somebody else, by name. */
  readonly namespaces: readonly string[];
  /** Objects of the cluster that may have been changed without the state's knowledge, by URN. */
  readonly unsure: readonly string[];
}

const answerSeconds = 5;

/**
 * Looks for what an update could not see by itself: plugins believe the state. Where nobody can be asked there is no gap: the
 * update will say so.
 */
export async function findGaps(context: Context, session: Session): Promise<Gaps> {
  const { resources, inUpdate } = await readWholeState(context, session.toolchain, session.stack);
  const [images, namespaces] = await Promise.all([lostImages(resources), lostNamespaces(context, session, resources)]);
  // A run is looked for by its own life cycle, whatever the state says.
  const unsure = inUpdate.filter(({ type }) => type.startsWith("kubernetes:")).map(({ urn }) => urn);
  return { images, namespaces, unsure };
}

/** Flags with which a preview or an update closes the gaps: the state learns what is gone, and images are pushed again. */
export function closing({ images, namespaces, unsure }: Gaps): readonly string[] {
  return [
    ...(namespaces.length + unsure.length > 0 ? ["--refresh"] : []),
    ...images.flatMap((urn) => ["--replace", urn]),
  ];
}

/** What is said about them. */
export function tellGaps({ images, namespaces, unsure }: Gaps): readonly string[] {
  const named = (urn: string) => urn.split("::").at(-1) ?? urn;
  return [
    ...namespaces.map((name) => `the cluster does not have namespace ${name} any more: all in it is made again`),
    ...unsure.map(
      (urn) => `an update was ended while it changed ${named(urn)}: the cluster is asked what there is now`,
    ),
    ...images.map((urn) => `the registry does not have image ${named(urn)} any more: it is pushed again`),
  ];
}

async function lostImages(state: readonly StateResource[]): Promise<readonly string[]> {
  const images = state.filter(({ type }) => type === "docker:index/image:Image");
  const lost = await Promise.all(images.map(({ outputs }) => isLost(outputs?.["repoDigest"])));
  return images.flatMap(({ urn }, index) => (lost[index] === true ? [urn] : []));
}

const place = z.object({ name: z.string(), uid: z.string() });

async function lostNamespaces(context: Context, session: Session, state: readonly StateResource[]) {
  const known = state
    .filter(({ type }) => type === "kubernetes:core/v1:Namespace")
    .flatMap(({ outputs }) => place.safeParse(outputs?.["metadata"]).data ?? []);
  const kubernetes = session.configured.text("trainyard:kubernetes");
  if (known.length === 0 || kubernetes === undefined) return [];
  const { kubeconfig, context: name } = kubeAccess(kubernetes, session.kubeconfig);
  const { connectionOf, get } = await import("../../local/cluster/api/connection.ts");
  const lost: string[] = [];
  for (const { name: namespace, uid } of known) {
    try {
      const config = connectionOf(userKubeconfig(context.env, kubeconfig), name);
      const { status, body } = await get(config, `/api/v1/namespaces/${namespace}`, answerSeconds);
      const found = status === 200 ? z.object({ metadata: place }).parse(JSON.parse(body)).metadata.uid : undefined;
      if (status === 404 || (found !== undefined && found !== uid)) lost.push(namespace);
    } catch {
      return []; // no cluster answers: whoever needs it says so
    }
  }
  return lost;
}
