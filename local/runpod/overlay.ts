/**
 * What the published description lacks, in its own form: cmd and entrypoint on pods, and secrets. Made from the release
 * notes and the official CLI (facts of November 2026); the real shape may differ in what those do not say.
 */
const argv = { type: "array", items: { type: "string" } };

/** Added to the pod requests where the overlay `cmd` is on. */
export const argvProperties = { cmd: argv, entrypoint: argv };

const idParameter = [{ name: "id", in: "path", required: true, schema: { type: "string" } }];
const json = (name: string) => ({
  content: { "application/json": { schema: { $ref: `#/components/schemas/${name}` } } },
});
const refused = {
  default: { content: { "application/problem+json": { schema: { $ref: "#/components/schemas/ErrorResponse" } } } },
};

export const secretsPaths: Readonly<Record<string, object>> = {
  "/v2/account/secrets": {
    get: { operationId: "listSecrets", responses: { 200: json("ListSecretsResponse"), ...refused } },
    post: {
      operationId: "createSecret",
      requestBody: json("CreateSecretRequest"),
      responses: { 201: json("Secret"), ...refused },
    },
  },
  "/v2/account/secrets/{id}": {
    parameters: idParameter,
    get: { operationId: "getSecret", responses: { 200: json("Secret"), ...refused } },
    patch: {
      operationId: "updateSecret",
      requestBody: json("UpdateSecretRequest"),
      responses: { 200: json("Secret"), ...refused },
    },
    delete: { operationId: "deleteSecret", responses: { 204: {}, ...refused } },
  },
};

const value = { type: "string", minLength: 1, maxLength: 16 * 1024 * 1024 };
const secret = {
  type: "object",
  required: ["id", "name"],
  properties: { id: { type: "string" }, name: { type: "string" } },
};

export const secretSchemas = {
  Secret: secret,
  ListSecretsResponse: {
    type: "object",
    required: ["secrets"],
    properties: { secrets: { type: "array", items: { $ref: "#/components/schemas/Secret" } } },
  },
  CreateSecretRequest: {
    type: "object",
    additionalProperties: false,
    required: ["name", "value"],
    properties: { name: { type: "string", minLength: 1, maxLength: 191, pattern: "^(?!RUNPOD)" }, value },
  },
  UpdateSecretRequest: {
    type: "object",
    additionalProperties: false,
    required: ["value"],
    properties: { value },
  },
};
