import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { renderCalls } from "../../../tools/data-client/calls.ts";
import { description, type Description } from "../../../tools/data-client/description.ts";
import { stampOf } from "../../../tools/data-client/models.ts";

const generated = join(import.meta.dirname, "../../../training/trainyard_training/data_api/generated");
const read = (file: string) => readFileSync(join(generated, file), "utf8");

it("the committed calls are those of the description as it stands: node tools/data-client/generate.ts", () => {
  expect(read("calls.py") === renderCalls(description())).toBe(true);
});

it("the committed models say that they are of this description, made by this generator, and untouched since", () => {
  const text = read("models.py");
  const whole = description();
  const of = (models: string) => stampOf(whole, models) + models;
  const body = text.split("\n").slice(4).join("\n");
  expect(text === of(body)).toBe(true);
  const other = { ...whole, components: { ...whole.components, schemas: { More: { type: "string" } } } };
  expect(stampOf(other, body)).not.toBe(stampOf(whole, body));
  expect(stampOf(whole, `${body}# by hand\n`)).not.toBe(stampOf(whole, body));
});

it("names, places and bodies become what Python can say", () => {
  const made = renderCalls({
    paths: {
      "/v1/things/{thing}": {
        parameters: [{ $ref: "#/components/parameters/Thing" } as never],
        put: {
          operationId: "putThing",
          summary: "Writes `it`",
          parameters: [
            { name: "from", in: "query", schema: { type: "array", items: { $ref: "#/components/schemas/Colour" } } },
            { name: "If-None-Match", in: "header", required: true, schema: { type: "string" } },
          ],
          requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/Thing" } } } },
          responses: { "204": {}, "404": { content: { "application/json": { schema: { type: "object" } } } } },
        },
      },
    },
    components: {
      parameters: { Thing: { name: "thing", in: "path", required: true, schema: { type: "string" } } },
      schemas: { Colour: { type: "string", enum: ["red", "blue"] } },
    },
  } as unknown as Description);
  expect(made).toContain(
    `def put_thing(*, thing: str, if_none_match: str, body: models.Thing, from_: Sequence[Literal["red", "blue"]] | None = None) -> Call[None]:`,
  );
  expect(made).toContain(`"""Writes 'it'."""`);
  expect(made).toContain(`places={"thing": thing},\n        query={"from": from_},\n`);
  expect(made).toContain(`headers={"If-None-Match": if_none_match},\n        body=body,\n`);
});

it("a parameter that Python has no type for is not passed over", () => {
  const paths = { "/x": { get: operation([{ name: "at", in: "query", schema: { type: "object" } }]) } };
  const whole = { paths, components: { schemas: {} } } as unknown as Description;
  expect(() => renderCalls(whole)).toThrow(`a parameter of type "object" is not known here`);
});

const operation = (parameters: readonly object[]) => ({ operationId: "x", summary: "x", parameters, responses: {} });
