import { changesBetween } from "../core/diff.ts";
import type { CheckCall, Created, Found, ResourceKind } from "../core/kind.ts";
import type { Path } from "../core/paths.ts";
import { isMap, type PropertyMap, unknownValue } from "../core/values.ts";

type Failures = readonly { readonly property: string; readonly reason: string }[];

/** What one type of the random package is: all of them are made once and never change. */
export interface Generator {
  /** Names of the inputs that the official package has. */
  readonly inputs: readonly string[];
  /** Names of the outputs that are made here. */
  readonly outputs: readonly string[];
  /** Those of the outputs that are secret. */
  readonly secrets?: readonly string[];
  /** Inputs with their defaults: what is compared and shown. @default as they are */
  fill?(inputs: PropertyMap): PropertyMap;
  judge(inputs: PropertyMap): Failures;
  generate(inputs: PropertyMap): { readonly id: string; readonly outputs: PropertyMap };
  /** What an id that a person wrote down stands for. Throws where it cannot be one. */
  adopt(id: string): { readonly id: string; readonly inputs: PropertyMap; readonly outputs: PropertyMap };
}

/** The life cycle of a generated value: made once, kept in the state, made anew when any input changes. */
export function generated(generator: Generator): ResourceKind {
  const fill = (inputs: PropertyMap) => generator.fill?.(inputs) ?? inputs;
  const secrets: Path[] = (generator.secrets ?? []).map((name) => [name]);
  const unsupported = ({ news }: CheckCall): Failures =>
    Object.keys(news)
      .filter((name) => !generator.inputs.includes(name))
      .map((name) => ({ property: name, reason: `is not an input of this type: ${generator.inputs.join(", ")}` }));
  return {
    check: (call) => ({ inputs: call.news, failures: [...unsupported(call), ...generator.judge(call.news)] }),
    diff: ({ oldInputs, news }) => {
      const changes = changesBetween(fill(oldInputs), fill(news));
      return { changes: changes.map((change) => ({ ...change, replaces: true })) };
    },
    create: ({ inputs, preview }): Created => {
      if (preview) {
        const open: PropertyMap = Object.fromEntries(generator.outputs.map((name) => [name, unknownValue] as const));
        return { id: "", outputs: { ...fill(inputs), ...open }, secrets };
      }
      const { id, outputs } = generator.generate(inputs);
      return { id, outputs: { ...fill(inputs), ...outputs, id }, secrets };
    },
    read: ({ id, inputs, outputs, isImport }): Found => {
      if (!isImport) return { id, inputs, outputs, secrets };
      const found = generator.adopt(id);
      return { ...found, outputs: { ...fill(found.inputs), ...found.outputs, id: found.id }, secrets };
    },
    update: () => {
      throw new Error("a generated value never changes; this is a defect of the engine or of this stand-in");
    },
    delete: () => undefined,
  };
}

/** The failure of `keepers` where they are no map of texts; all types have them. */
export function judgeKeepers(inputs: PropertyMap): Failures {
  const keepers = inputs["keepers"];
  if (keepers === undefined || keepers === null || keepers === unknownValue || isMap(keepers)) return [];
  return [{ property: "keepers", reason: "must be a map of texts" }];
}
