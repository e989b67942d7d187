import { randomUUID } from "node:crypto";
import { type Generator, judgeKeepers } from "./generated.ts";

const form = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A UUID of version 4. */
export const randomUuid: Generator = {
  inputs: ["keepers"],
  outputs: ["result"],
  judge: judgeKeepers,
  generate: () => {
    const result = randomUUID();
    return { id: result, outputs: { result } };
  },
  adopt: (written) => {
    const id = written.toLowerCase();
    if (!form.test(id)) throw new Error(`"${written}" is no UUID`);
    return { id, inputs: {}, outputs: { result: id } };
  },
};
