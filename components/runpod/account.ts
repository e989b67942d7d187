import type { Client } from "openapi-fetch";
import { z } from "zod";
import type { NewerPaths, SecretRecord } from "../../api/runpod/overlay.types.ts";
import type { components } from "../../api/runpod/types.generated.ts";
import type { Capabilities } from "./api.ts";
import { everyPage, type Page, type PageQuery } from "./paging.ts";
import { listOf, namedRecord, templateRecord, volumeRecord } from "./records.ts";
import type { NetworkVolumeRecord } from "./service.ts";
import { createTransport, type Fetch, type Transport, type TransportOptions } from "./transport.ts";

type Schemas = components["schemas"];
export type TemplateRecord = z.infer<typeof templateRecord>;
export type RegistryRecord = z.infer<typeof namedRecord>;

/** One kind of thing on the account. `create`, `update` and `remove` are sent once; an AmbiguousError may have had its effect. */
export interface Collection<Item, Body, Change> {
  /** Every page. */
  list(): Promise<readonly Item[]>;
  get(id: string): Promise<Item>;
  create(body: Body): Promise<Item>;
  update(id: string, change: Change): Promise<Item>;
  remove(id: string): Promise<void>;
}

/** What an account holds besides pods. Throws the errors of failures.ts. */
export interface RunpodAccount {
  readonly volumes: Collection<
    NetworkVolumeRecord,
    Schemas["CreateNetworkVolumeRequest"],
    Schemas["UpdateNetworkVolumeRequest"]
  >;
  readonly templates: Collection<TemplateRecord, Schemas["CreateTemplateRequest"], Schemas["UpdateTemplateRequest"]>;
  /** User name and password cannot be read or changed. */
  readonly registries: Omit<Collection<RegistryRecord, Schemas["CreateRegistryRequest"], never>, "update">;
  /** undefined where the account's API does not have them (capability `secrets`). */
  readonly secrets:
    Omit<Collection<SecretRecord, { name: string; value: string }, never>, "update" | "get"> | undefined;
}

export function createAccount(options: TransportOptions & { readonly capabilities: Capabilities }): RunpodAccount {
  const transport = createTransport(options);
  return {
    volumes: volumes(transport),
    templates: templates(transport),
    registries: registries(transport),
    secrets: options.capabilities.secrets ? secrets(transport) : undefined,
  };
}

const nothing = z.unknown();

/** Every page of one list; `send` gets the query of the page as a serializer, since its parameters are not in the document. */
function listed<T extends { id: string }>(
  { ask }: Transport,
  { what, key, item }: { what: string; key: string; item: z.ZodType<T> },
  send: (options: { fetch: Fetch; querySerializer: () => string }) => Promise<{ data?: unknown }>,
): Promise<readonly T[]> {
  const read = (query: PageQuery): Promise<Page<T>> =>
    ask({ what, repeat: "safe" }, listOf(key, item), (fetch) =>
      send({ fetch, querySerializer: () => new URLSearchParams(query).toString() }),
    );
  return everyPage(what, read, (one) => one.id);
}

function volumes(transport: Transport): RunpodAccount["volumes"] {
  const { client, ask } = transport;
  const of = { what: "list network volumes", key: "networkVolumes", item: volumeRecord };
  const path = "/v2/network-volumes/{id}";
  return {
    list: () => listed(transport, of, (options) => client.GET("/v2/network-volumes", options)),
    get: (id) =>
      ask({ what: `read network volume ${id}`, repeat: "safe" }, volumeRecord, (fetch) =>
        client.GET(path, { fetch, params: { path: { id } } }),
      ),
    create: (body) =>
      ask({ what: `create network volume ${body.name}`, repeat: "once" }, volumeRecord, (fetch) =>
        client.POST("/v2/network-volumes", { fetch, body }),
      ),
    update: (id, body) =>
      ask({ what: `change network volume ${id}`, repeat: "after-429" }, volumeRecord, (fetch) =>
        client.PATCH(path, { fetch, params: { path: { id } }, body }),
      ),
    remove: async (id) => {
      await ask({ what: `delete network volume ${id}`, repeat: "after-429" }, nothing, (fetch) =>
        client.DELETE(path, { fetch, params: { path: { id } } }),
      );
    },
  };
}

function templates(transport: Transport): RunpodAccount["templates"] {
  const { client, ask } = transport;
  const of = { what: "list templates", key: "templates", item: templateRecord };
  const path = "/v2/templates/{id}";
  return {
    list: () => listed(transport, of, (options) => client.GET("/v2/templates", options)),
    get: (id) =>
      ask({ what: `read template ${id}`, repeat: "safe" }, templateRecord, (fetch) =>
        client.GET(path, { fetch, params: { path: { id } } }),
      ),
    create: (body) =>
      ask({ what: `create template ${body.name}`, repeat: "once" }, templateRecord, (fetch) =>
        client.POST("/v2/templates", { fetch, body }),
      ),
    update: (id, body) =>
      ask({ what: `change template ${id}`, repeat: "after-429" }, templateRecord, (fetch) =>
        client.PATCH(path, { fetch, params: { path: { id } }, body }),
      ),
    remove: async (id) => {
      await ask({ what: `delete template ${id}`, repeat: "after-429" }, nothing, (fetch) =>
        client.DELETE(path, { fetch, params: { path: { id } } }),
      );
    },
  };
}

function registries(transport: Transport): RunpodAccount["registries"] {
  const { client, ask } = transport;
  const of = { what: "list registry credentials", key: "registries", item: namedRecord };
  const path = "/v2/registries/{id}";
  return {
    list: () => listed(transport, of, (options) => client.GET("/v2/registries", options)),
    get: (id) =>
      ask({ what: `read registry credential ${id}`, repeat: "safe" }, namedRecord, (fetch) =>
        client.GET(path, { fetch, params: { path: { id } } }),
      ),
    create: (body) =>
      ask({ what: `create registry credential ${body.name}`, repeat: "once" }, namedRecord, (fetch) =>
        client.POST("/v2/registries", { fetch, body }),
      ),
    remove: async (id) => {
      await ask({ what: `delete registry credential ${id}`, repeat: "after-429" }, nothing, (fetch) =>
        client.DELETE(path, { fetch, params: { path: { id } } }),
      );
    },
  };
}

function secrets(transport: Transport): RunpodAccount["secrets"] {
  const { ask } = transport;
  const client = transport.client as unknown as Client<NewerPaths>;
  const of = { what: "list secrets", key: "secrets", item: namedRecord };
  return {
    list: () => listed(transport, of, (options) => client.GET("/v2/account/secrets", options)),
    create: (body) =>
      ask({ what: `create secret ${body.name}`, repeat: "once" }, namedRecord, (fetch) =>
        client.POST("/v2/account/secrets", { fetch, body }),
      ),
    remove: async (id) => {
      await ask({ what: `delete secret ${id}`, repeat: "after-429" }, nothing, (fetch) =>
        client.DELETE("/v2/account/secrets/{id}", { fetch, params: { path: { id } } }),
      );
    },
  };
}
