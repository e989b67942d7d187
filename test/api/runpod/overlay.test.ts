import Ajv from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import document from "../../../api/runpod/openapi-v2.json" with { type: "json" };
import { withOverlay } from "../../../api/runpod/overlay.ts";

const accepts = (parts: Parameters<typeof withOverlay>[1], body: object): boolean => {
  const ajv = new Ajv.Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: "doc", ...withOverlay(document, parts) });
  return ajv.validate({ $ref: "doc#/components/schemas/CreatePodRequest" }, body);
};

describe("the overlay of the stored document", () => {
  const pod = { name: "p", image: "i", gpu: { id: "g" } };

  it("lets cmd and entrypoint pass only with its switch", () => {
    expect(accepts([], pod)).toBe(true);
    expect(accepts([], { ...pod, cmd: ["sh"] })).toBe(false);
    expect(accepts(["cmd"], { ...pod, cmd: ["sh"], entrypoint: ["/init"] })).toBe(true);
    expect(accepts(["cmd"], { ...pod, bogus: 1 })).toBe(false);
  });

  it("adds the secrets routes only with its switch", () => {
    expect(Object.keys(withOverlay(document, ["cmd"]).paths)).not.toContain("/v2/account/secrets");
    expect(Object.keys(withOverlay(document, ["secrets"]).paths)).toContain("/v2/account/secrets/{id}");
  });

  it("adds a cursor to lists and keeps the parameters that are there", () => {
    const { parameters } = withOverlay(document, ["pages"]).paths["/v2/pods"].get;
    expect(parameters.map((one) => one.name)).toEqual(["includeClusterPods", "cursor"]);
  });

  it("leaves the stored document as it is, and refuses a document without its targets", () => {
    const before = JSON.stringify(document);
    withOverlay(document, ["cmd", "secrets", "pages"]);
    expect(JSON.stringify(document)).toBe(before);
    expect(() => withOverlay({ paths: {} }, ["cmd"])).toThrow("the document has no components");
  });
});
