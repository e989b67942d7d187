import type { StateResource } from "../stack/state.ts";

/** An image as a stack runs it. */
export interface RunningImage {
  readonly name: string;
  /** What is pulled. */
  readonly reference: string;
  /** Content tag under which it was built from our sources; undefined for one that was named by reference. */
  readonly contentTag: string | undefined;
}

/** The images of a stack, without the base that only others stand on. */
export function runningImages(state: readonly StateResource[]): readonly RunningImage[] {
  const built = new Map(
    state.filter(({ type }) => type === "docker:index/image:Image").map((one) => [nameOf(one), one]),
  );
  return state.flatMap((one): RunningImage[] => {
    const name = nameOf(one);
    const reference = one.outputs?.["reference"];
    if (one.type !== "trainyard:image:Image" || name === "base" || typeof reference !== "string") return [];
    const imageName = built.get(name)?.outputs?.["imageName"];
    const contentTag = typeof imageName === "string" ? /:([0-9a-f]{12})$/.exec(imageName)?.[1] : undefined;
    return [{ name, reference, contentTag }];
  });
}

const nameOf = ({ urn }: StateResource): string => urn.split("::").at(-1) ?? urn;
