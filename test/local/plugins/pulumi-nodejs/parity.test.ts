import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import type { Message } from "google-protobuf";
import struct, { type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb.js";
import protocol from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import wire from "@pulumi/pulumi/proto/provider_pb.js";
import { specialSecretSig, specialSigKey, unknownValue } from "@pulumi/pulumi/runtime/rpc.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..", "..", "..", "..");

/** A dynamic provider at work, and what it prints. */
interface Plugin {
  readonly process: ChildProcess;
  readonly client: InstanceType<typeof protocol.ResourceProviderClient>;
  errors: string;
}

async function start(script: string): Promise<Plugin> {
  const flags = ["--disable-warning=ExperimentalWarning", script, "127.0.0.1:1"];
  const child = spawn(process.execPath, flags, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  const [port] = (await once(child.stdout.setEncoding("utf8"), "data")) as [string];
  const address = `127.0.0.1:${port.trim()}`;
  const client = new protocol.ResourceProviderClient(address, grpc.credentials.createInsecure());
  const plugin = { process: child, client, errors: "" };
  child.stderr.setEncoding("utf8").on("data", (text: string) => (plugin.errors += text));
  return plugin;
}

let official: Plugin;
let ours: Plugin;
beforeAll(async () => {
  const sdk = createRequire(import.meta.url).resolve("@pulumi/pulumi/cmd/dynamic-provider/index.js");
  const standIn = join(root, "local", "plugins", "pulumi-nodejs", "main.ts");
  [official, ours] = await Promise.all([start(sdk), start(standIn)]);
});
afterAll(() => {
  for (const { client, process: child } of [official, ours]) {
    client.close();
    child.kill();
  }
});

/** A provider's text as the SDK stores it. `body`: its methods. */
const provider = (body: string) => `exports.handler = () => { let req; return { ${body} }; };`;
const able = provider(`
  configure: async (given) => { req = given; },
  check: async (olds, news) => ({ inputs: { ...news, seen: [olds, req.config.get("a:key"), req.config.require("a:secret")] },
    failures: news.bad ? [{ property: "bad", reason: "must be good" }] : [] }),
  diff: async (id, olds, news) => news.diff,
  create: async (inputs) => { if (inputs.fails) throw Object.assign(new Error("half"), inputs.fails); return { id: "1", outs: { made: inputs } }; },
  read: async (id, props) => props.gone ? {} : { id, props: { read: props }, ...(props.asks ? { inputs: { in: 1 } } : {}) },
  update: async (id, olds, news) => { if (news.fails) throw Object.assign(new Error("half"), news.fails); return { outs: { id, olds, news } }; },
  delete: async (id, props) => { if (props.fails) throw new Error("still there"); },
`);
const bare = provider(`create: async () => ({ id: "2" })`);
const requiring = provider(
  `check: async () => ({ inputs: { sep: require("node:path").sep, name: require("./package.json").name } })`,
);
const importing = provider(`check: async () => ({ inputs: { sep: (await import("node:path")).sep } })`);

const bag = (values: Record<string, unknown>) =>
  struct.Struct.fromJavaScript(values as Record<string, JavaScriptValue>);
type Call = keyof typeof protocol.ResourceProviderService;
type Send = (request: Message, done: (error: grpc.ServiceError | null, answer: Message | undefined) => void) => void;

/** What a call comes to, in a form that can be compared. */
function ask({ client }: Plugin, call: Call, request: Message): Promise<unknown> {
  return new Promise((resolve) => {
    const send = Reflect.get(client, call) as Send;
    send.call(client, request, (error, answer) => {
      if (error === null) {
        resolve(answer?.toObject());
        return;
      }
      const details = error.metadata.get("grpc-status-details-bin").map((part) => Buffer.from(part).toString("base64"));
      resolve({ code: error.code, details: error.details, partial: details });
    });
  });
}

const configuration = {
  "a:key": "plain",
  "a:secret": { [specialSigKey]: specialSecretSig, value: "SENTINEL" },
  __provider: "text",
};
const check = (olds: object, news: object) =>
  new wire.CheckRequest().setOlds(bag({ ...olds })).setNews(bag({ ...news }));
const diff = (answer: object) =>
  new wire.DiffRequest()
    .setId("7")
    .setOlds(bag({ a: 1 }))
    .setNews(bag({ __provider: able, diff: answer }));
const create = (inputs: object) => new wire.CreateRequest().setProperties(bag({ ...inputs }));
const update = (news: object) =>
  new wire.UpdateRequest()
    .setId("7")
    .setOlds(bag({ __provider: able }))
    .setNews(bag({ ...news }));
const read = (outputs: object | undefined, inputs?: object) => {
  const request = new wire.ReadRequest().setId("7");
  if (outputs !== undefined) request.setProperties(bag({ ...outputs }));
  return inputs === undefined ? request : request.setInputs(bag({ ...inputs }));
};
const remove = (props: object) => new wire.DeleteRequest().setId("7").setProperties(bag({ ...props }));
const half = { id: "9", properties: { kept: [1, null, "x"], __provider: able }, reasons: ["because", "of this"] };

describe("the stand-in for the dynamic provider answers as the SDK's own", () => {
  it.each<[string, Call, Message]>([
    ["its version", "getPluginInfo", new empty.Empty()],
    ["the stack's configuration", "configure", new wire.ConfigureRequest().setArgs(bag(configuration))],
    ["a check that sees olds, plain and secret configuration", "check", check({ o: 1 }, { __provider: able, n: [{}] })],
    ["a check that refuses", "check", check({}, { __provider: able, bad: true })],
    [
      "a check by the old provider, as the new one is not known yet",
      "check",
      check({ __provider: able }, { __provider: unknownValue }),
    ],
    ["a check of a provider that has none", "check", check({}, { __provider: bare, n: 1 })],
    ["a check that requires modules of the project", "check", check({}, { __provider: requiring })],
    ["a check that imports", "check", check({}, { __provider: importing })],
    ["a check of no provider", "check", check({}, { n: 1 })],
    ["a check of a text that is none", "check", check({}, { __provider: "throw new Error('no module')" })],
    ["a diff with changes", "diff", diff({ changes: true, replaces: ["a", "b"], deleteBeforeReplace: true })],
    ["a diff without changes", "diff", diff({ changes: false })],
    ["a diff that does not know", "diff", diff({})],
    [
      "a diff of a provider that has none",
      "diff",
      new wire.DiffRequest().setOlds(bag({})).setNews(bag({ __provider: bare })),
    ],
    ["a create", "create", create({ __provider: able, n: 1 })],
    ["a create without outputs", "create", create({ __provider: bare })],
    ["a create that failed", "create", create({ __provider: able, fails: { code: 1 } })],
    ["a create that failed half way", "create", create({ __provider: able, fails: half })],
    ["an update", "update", update({ __provider: able, n: 2 })],
    ["an update that failed half way", "update", update({ __provider: able, fails: half })],
    ["an update of a provider that has none", "update", update({ __provider: bare })],
    ["a read", "read", read({ __provider: able })],
    ["a read that gives inputs", "read", read({ __provider: able, asks: true })],
    ["a read of what is gone", "read", read({ __provider: able, gone: true })],
    ["a read by inputs alone", "read", read(undefined, { __provider: able })],
    ["a read of a provider that has none", "read", read({ __provider: bare, n: 1 })],
    ["a delete", "delete", remove({ __provider: able })],
    ["a delete that fails", "delete", remove({ __provider: able, fails: true })],
    ["a delete of a provider that has none", "delete", remove({ __provider: bare })],
    ["an unknown function", "invoke", new wire.InvokeRequest().setTok("x:y:z")],
    ["a cancel", "cancel", new empty.Empty()],
  ])("%s", async (_name, call, request) => {
    const expected = await ask(official, call, request);
    expect(await ask(ours, call, request)).toEqual(expected);
    expect(expected).toBeDefined();
  });

  it.each<[Call, Message]>([
    ["handshake", new wire.ProviderHandshakeRequest()],
    ["getSchema", new wire.GetSchemaRequest()],
    ["checkConfig", new wire.CheckRequest()],
    ["diffConfig", new wire.DiffRequest()],
    ["construct", new wire.ConstructRequest()],
    ["call", new wire.CallRequest()],
  ])("%s, which neither serves", async (call, request) => {
    const answers = await Promise.all([ask(official, call, request), ask(ours, call, request)]);
    const unserved = { code: grpc.status.UNIMPLEMENTED };
    expect(answers).toEqual([expect.objectContaining(unserved), expect.objectContaining(unserved)]);
  });

  it("by showing a person the whole error of a failed delete", async () => {
    await expect.poll(() => ours.errors).toMatch(/still there: Error: still there\n +at /);
    expect(official.errors).toMatch(/still there: Error: still there\n +at /);
  });
});
