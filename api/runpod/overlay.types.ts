/** What overlay.json adds to the stored document, as types; a test keeps the two together. */
export interface NewerPodFields {
  readonly cmd?: readonly string[];
  readonly entrypoint?: readonly string[];
}

/** A RunPod secret: its value can be written, never read. */
export interface SecretRecord {
  readonly id: string;
  readonly name: string;
}

interface NoParameters {
  query?: never;
  header?: never;
  path?: never;
  cookie?: never;
}

/** The routes under `/v2/account/secrets`, in the form that openapi-fetch takes. */
export interface NewerPaths {
  "/v2/account/secrets": {
    parameters: NoParameters;
    get: {
      parameters: NoParameters;
      responses: {
        200: { headers: Record<string, unknown>; content: { "application/json": { secrets: SecretRecord[] } } };
      };
    };
    post: {
      parameters: NoParameters;
      requestBody: { content: { "application/json": { name: string; value: string } } };
      responses: { 201: { headers: Record<string, unknown>; content: { "application/json": SecretRecord } } };
    };
  };
  "/v2/account/secrets/{id}": {
    parameters: { query?: never; header?: never; path: { id: string }; cookie?: never };
    delete: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never };
      responses: { 204: { headers: Record<string, unknown>; content?: never } };
    };
  };
}
