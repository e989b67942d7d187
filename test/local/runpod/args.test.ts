import { expect, it } from "vitest";
import { parseArgs } from "../../../local/runpod/args.ts";

it.each<[string, readonly string[] | undefined]>([
  ["", undefined],
  ["sh -c eval${IFS}$TRAINYARD_BOOT", ["sh", "-c", "eval${IFS}$TRAINYARD_BOOT"]],
  [`bash -c "echo \\"a b\\" 'c'"`, ["bash", "-c", `echo "a b" 'c'`]],
  [`a '' 'b\\c' d\\ e`, ["a", "", "b\\c", "d e"]],
  ["{not json} x", ["{not", "json}", "x"]],
])("splits %j as a shell would", (text, words) => {
  expect(parseArgs(text)).toEqual({ entrypoint: undefined, cmd: words });
});

it("reads the canonical JSON form", () => {
  expect(parseArgs('{"cmd":["a b","c"],"entrypoint":["tini"]}')).toEqual({ cmd: ["a b", "c"], entrypoint: ["tini"] });
  expect(parseArgs('{"cmd":[]}')).toEqual({ cmd: undefined, entrypoint: undefined });
});
