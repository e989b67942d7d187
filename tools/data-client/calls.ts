import {
  type Content,
  type Description,
  type Operation,
  type Parameter,
  resolved,
  type Schema,
} from "./description.ts";

const METHODS = ["get", "head", "put", "post", "patch", "delete"] as const;
/** Names that Python keeps for itself. */
const KEPT = new Set(["from", "class", "import", "global", "pass", "in", "is", "not", "or", "and"]);

/** The text of calls.py: a function for each operation of the description, which says what is sent and what comes back. */
export function renderCalls(whole: Description): string {
  const calls = Object.entries(whole.paths).flatMap(([path, methods]) =>
    METHODS.flatMap((method) => {
      const operation = methods[method];
      if (operation === undefined) return [];
      return renderCall(whole, method, path, operation, [
        ...(methods.parameters ?? []),
        ...(operation.parameters ?? []),
      ]);
    }),
  );
  return `${HEAD}${calls.join("")}`;
}

const HEAD = `# Made by tools/data-client/generate.ts from services/data-api/openapi; do not edit.
"""What may be asked of a data API: a function for each operation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from trainyard_training.data_api.call import Call, Raw
from trainyard_training.data_api.generated import models
`;

function renderCall(
  whole: Description,
  method: string,
  path: string,
  operation: Operation,
  parameters: readonly Parameter[],
): string {
  const known = parameters.map((parameter) => resolved(whole, parameter));
  const body = bodyOf(operation);
  const given = [
    ...known.map((one) => ({ text: argument(whole, one), required: one.required === true })),
    ...body.given.map((text) => ({ text, required: true })),
  ].sort((one, other) => Number(other.required) - Number(one.required));
  const places = (where: Parameter["in"]) =>
    known.filter((one) => one.in === where).map(({ name }) => `${JSON.stringify(name)}: ${pythonName(name)}`);
  const answer = answerOf(whole, operation);
  const star = given.length === 0 ? "" : "*, ";
  return `

def ${pythonName(operation.operationId)}(${star}${given.map(({ text }) => text).join(", ")}) -> Call[${answer}]:
    """${operation.summary.replaceAll("`", "'")}."""
    return Call(
        ${JSON.stringify(method.toUpperCase())},
        ${JSON.stringify(path)},
        ${answer === "None" ? "type(None)" : answer},
        places={${places("path").join(", ")}},
        query={${places("query").join(", ")}},
        headers={${places("header").join(", ")}},${body.sent}
    )
`;
}

function argument(whole: Description, { name, required, schema }: Parameter): string {
  const type = typeOf(whole, schema);
  return required === true ? `${pythonName(name)}: ${type}` : `${pythonName(name)}: ${type} | None = None`;
}

const plain: Readonly<Record<string, string>> = { string: "str", integer: "int", boolean: "bool" };

function typeOf(whole: Description, schema: Schema): string {
  const { type, enum: words, items } = resolved(whole, schema);
  if (words !== undefined) return `Literal[${words.map((word) => JSON.stringify(word)).join(", ")}]`;
  if (type === "array" && items !== undefined) return `Sequence[${typeOf(whole, items)}]`;
  const known = typeof type === "string" ? plain[type] : undefined;
  if (known === undefined) throw new Error(`a parameter of type ${JSON.stringify(type)} is not known here`);
  return known;
}

/** A body's arguments, and how they are handed on. */
function bodyOf({ operationId, requestBody }: Operation): { given: readonly string[]; sent: string } {
  const [media, schema] = first(requestBody?.content);
  if (media === undefined) return { given: [], sent: "" };
  if (!media.endsWith("json")) {
    const given = media === "*/*" ? ["content: bytes", "content_type: str"] : ["content: bytes"];
    const type = media === "*/*" ? "content_type" : JSON.stringify(media);
    return { given, sent: `\n        body=content,\n        content_type=${type},` };
  }
  const model = schema.$ref === undefined ? `${capital(operationId)}Request` : lastOf(schema.$ref);
  return {
    given: [`body: models.${model}`],
    sent: `\n        body=body,\n        content_type=${JSON.stringify(media)},`,
  };
}

/** What a success is read as: a model, bytes, or nothing. */
function answerOf(whole: Description, { operationId, responses }: Operation): string {
  const successes = Object.entries(responses).filter(([status]) => status.startsWith("2"));
  const [media, schema] = first(successes.map(([, response]) => response.content).find((one) => one !== undefined));
  if (media === undefined) return "None";
  if (media !== "application/json") return "Raw";
  if (schema.$ref !== undefined) return `models.${lastOf(schema.$ref)}`;
  return resolved(whole, schema).properties === undefined ? "Raw" : `models.${capital(operationId)}Response`;
}

function first(content: Content | undefined): [string, Schema] | [undefined, undefined] {
  const [entry] = Object.entries(content ?? {});
  return entry === undefined ? [undefined, undefined] : [entry[0], entry[1].schema];
}

const lastOf = (ref: string): string => ref.slice(ref.lastIndexOf("/") + 1);
const capital = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** `If-None-Match` and `ifNoneMatch` are `if_none_match`. */
function pythonName(name: string): string {
  const snake = name
    .replaceAll("-", "_")
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase();
  return KEPT.has(snake) ? `${snake}_` : snake;
}
