import type * as grpc from "@grpc/grpc-js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { checkAnswer, diffAnswer, failureAnswer } from "./answers.ts";
import type { Calls } from "./calls.ts";
import { changesBetween } from "./diff.ts";
import type { ProviderKind, ResourceKind, TimedCall } from "./kind.ts";
import type { Path } from "./paths.ts";
import type { PropertyMap } from "./values.ts";
import { decode, encode } from "./wire.ts";

/** The calls that are served. All others answer UNIMPLEMENTED by themselves. */
type Served = Pick<
  IResourceProviderServer,
  | "handshake"
  | "getPluginInfo"
  | "checkConfig"
  | "diffConfig"
  | "configure"
  | "invoke"
  | "construct"
  | "check"
  | "diff"
  | "create"
  | "read"
  | "update"
  | "delete"
  | "cancel"
>;

/** Answers the engine's calls with what `kind` does. */
export function providerService(kind: ProviderKind, calls: Calls): Served & grpc.UntypedServiceImplementation {
  const refuse = (what: string, token: string) =>
    new Error(`${what} ${token} is not among what this stand-in for @pulumi/${kind.name} covers: ${kind.covers}`);
  const resource = (call: TimedCall): ResourceKind => {
    const found = kind.resource(call.type);
    if (found === undefined) throw refuse("resource type", call.type);
    return found;
  };

  return {
    handshake: (_call, callback) => callback(null, new provider.ProviderHandshakeResponse().setAcceptSecrets(true)),
    getPluginInfo: (_call, callback) => callback(null, new plugin.PluginInfo().setVersion(kind.version)),
    checkConfig: ({ request }, callback) =>
      answer(callback, async (secrets) => {
        const news = open(request.getNews(), secrets);
        return checkAnswer((await kind.checkConfig?.(news)) ?? { inputs: news }, secrets);
      }),
    diffConfig: ({ request }, callback) =>
      answer(callback, async () => {
        const olds = open(request.getOldInputs() ?? request.getOlds());
        const news = open(request.getNews());
        return diffAnswer((await kind.diffConfig?.(olds, news)) ?? { changes: changesBetween(olds, news) });
      }),
    configure: ({ request }, callback) =>
      answer(callback, async () => {
        await kind.configure(open(request.getArgs()));
        return new provider.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
      }),
    invoke: ({ request }, callback) =>
      answer(callback, () => {
        throw refuse("function", request.getTok());
      }),
    construct: ({ request }, callback) =>
      answer(callback, () => {
        throw refuse("component", request.getType());
      }),
    check: ({ request }, callback) =>
      answer(callback, (secrets) =>
        calls.run(request.getUrn(), 0, async (call) => {
          const news = open(request.getNews(), secrets);
          const olds = open(request.getOlds());
          const seed = request.getRandomseed_asU8();
          const known = Object.keys(olds).length > 0 ? olds : undefined;
          return checkAnswer(await resource(call).check({ ...call, news, olds: known, seed }), secrets);
        }),
      ),
    diff: ({ request }, callback) =>
      answer(callback, () =>
        calls.run(request.getUrn(), 0, async (call) => {
          const difference = await resource(call).diff({
            ...call,
            id: request.getId(),
            news: open(request.getNews()),
            oldInputs: open(request.getOldInputs()),
            oldOutputs: open(request.getOlds()),
          });
          return diffAnswer(difference);
        }),
      ),
    create: ({ request }, callback) =>
      answer(callback, (secrets) =>
        calls.run(request.getUrn(), request.getTimeout(), async (call) => {
          const inputs = open(request.getProperties(), secrets);
          const made = await resource(call).create({ ...call, inputs, preview: request.getPreview() });
          const properties = encode(made.outputs, [...secrets, ...(made.secrets ?? [])]);
          return new provider.CreateResponse().setId(made.id).setProperties(properties);
        }),
      ),
    read: ({ request }, callback) =>
      answer(callback, (secrets) =>
        calls.run(request.getUrn(), request.getTimeout(), async (call) => {
          const inputs = open(request.getInputs(), secrets);
          const outputs = open(request.getProperties(), secrets);
          const isImport = Object.keys(outputs).length === 0;
          const found = await resource(call).read({ ...call, id: request.getId(), inputs, outputs, isImport });
          const response = new provider.ReadResponse();
          if (found === undefined) return response; // without an id: it is gone
          const all = [...secrets, ...(found.secrets ?? [])];
          response.setId(found.id).setProperties(encode(found.outputs, all));
          return response.setInputs(encode(found.inputs, all));
        }),
      ),
    update: ({ request }, callback) =>
      answer(callback, (secrets) =>
        calls.run(request.getUrn(), request.getTimeout(), async (call) => {
          const updated = await resource(call).update({
            ...call,
            id: request.getId(),
            inputs: open(request.getNews(), secrets),
            oldInputs: open(request.getOldInputs()),
            oldOutputs: open(request.getOlds()),
            preview: request.getPreview(),
          });
          const properties = encode(updated.outputs, [...secrets, ...(updated.secrets ?? [])]);
          return new provider.UpdateResponse().setProperties(properties);
        }),
      ),
    delete: ({ request }, callback) =>
      answer(callback, () =>
        calls.run(request.getUrn(), request.getTimeout(), async (call) => {
          const inputs = open(request.getOldInputs());
          const outputs = open(request.getProperties());
          await resource(call).delete({ ...call, id: request.getId(), inputs, outputs });
          return new empty.Empty();
        }),
      ),
    cancel: (_call, callback) => {
      calls.cancel();
      callback(null, new empty.Empty());
    },
  };
}

/** Properties off the wire; the paths of what is secret among them are added to `secrets`. */
function open(from: Struct | undefined, secrets?: Path[]): PropertyMap {
  const decoded = decode(from);
  secrets?.push(...decoded.secrets);
  return decoded.values;
}

/** Sends what `work` gives, or what it throws. `secrets`: paths that are secret in the inputs stay so in what is kept. */
function answer<T>(callback: grpc.sendUnaryData<T>, work: (secrets: Path[]) => T | Promise<T>): void {
  const secrets: Path[] = [];
  void (async () => work(secrets))().then(
    (response) => callback(null, response),
    (error: unknown) => callback(failureAnswer(error, secrets)),
  );
}
