import type * as grpc from "@grpc/grpc-js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import struct, { type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb.js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { creationFailure } from "./failures.ts";
import { type Properties, PROVIDER, type Providers } from "./providers.ts";

/** The calls that the SDK's own dynamic provider serves. All others answer UNIMPLEMENTED by themselves, as there. */
type Served = Pick<
  IResourceProviderServer,
  "getPluginInfo" | "configure" | "invoke" | "check" | "diff" | "create" | "read" | "update" | "delete" | "cancel"
>;

type Struct = InstanceType<typeof struct.Struct>;

/** Answers the engine's calls by the providers that resources carry, as `@pulumi/pulumi/cmd/dynamic-provider` does. */
export function dynamicService(version: string, providers: Providers): Served & grpc.UntypedServiceImplementation {
  return {
    getPluginInfo: (_call, callback) => callback(null, new plugin.PluginInfo().setVersion(version)),
    // The SDK's provider ends nothing either: what is under way is recorded when it is done.
    cancel: (_call, callback) => callback(null, new empty.Empty()),
    invoke: ({ request }, callback) => callback(new Error(`unknown function ${request.getTok()}`)),
    configure: ({ request }, callback) => {
      providers.configure(opened(request.getArgs()));
      callback(null, new provider.ConfigureResponse().setAcceptsecrets(false));
    },

    check: ({ request }, callback) =>
      answer(callback, told, async () => {
        const [olds, news] = [opened(request.getOlds()), opened(request.getNews())];
        const { check } = await providers.of(news, olds);
        const checked = await check?.(olds, news);
        const response = new provider.CheckResponse().setInputs(closed(carrying(checked?.inputs ?? news, news)));
        for (const { property, reason } of checked?.failures ?? [])
          response.addFailures(new provider.CheckFailure().setProperty(property).setReason(reason));
        return response;
      }),
    diff: ({ request }, callback) =>
      answer(callback, told, async () => {
        const [olds, news] = [opened(request.getOlds()), opened(request.getNews())];
        const { diff } = await providers.of(news, olds);
        const response = new provider.DiffResponse();
        if (diff === undefined) return response;
        const { changes, replaces = [], deleteBeforeReplace = false } = await diff(request.getId(), olds, news);
        const { DIFF_UNKNOWN, DIFF_SOME, DIFF_NONE } = provider.DiffResponse.DiffChanges;
        response.setChanges(changes === undefined ? DIFF_UNKNOWN : changes ? DIFF_SOME : DIFF_NONE);
        return response.setReplacesList(replaces).setDeletebeforereplace(deleteBeforeReplace);
      }),
    create: ({ request }, callback) =>
      answer(callback, creationFailure, async () => {
        const inputs = opened(request.getProperties());
        const made = await (await providers.of(inputs)).create(inputs);
        return new provider.CreateResponse().setId(made.id).setProperties(closed(carrying(made.outs, inputs)));
      }),
    read: ({ request }, callback) =>
      answer(callback, told, async () => {
        // A refresh brings outputs; a read that a person asks for brings inputs alone.
        const outputs = opened(request.getProperties());
        const props = Object.keys(outputs).length > 0 ? outputs : opened(request.getInputs());
        const { read } = await providers.of(props);
        const response = new provider.ReadResponse();
        if (read === undefined) return response.setId(request.getId()).setProperties(closed(props));
        const seen = await read(request.getId(), props);
        response.setId(seen.id ?? "").setProperties(closed(carrying(seen.props, props)));
        return seen.inputs === undefined ? response : response.setInputs(closed(carrying(seen.inputs, props)));
      }),
    update: ({ request }, callback) =>
      answer(callback, creationFailure, async () => {
        const [olds, news] = [opened(request.getOlds()), opened(request.getNews())];
        const { update } = await providers.of(news);
        const updated = await update?.(request.getId(), olds, news);
        return new provider.UpdateResponse().setProperties(closed(carrying(updated?.outs, news)));
      }),
    delete: ({ request }, callback) =>
      answer(callback, told, async () => {
        const props = opened(request.getProperties());
        await (await providers.of(props)).delete?.(request.getId(), props);
        return new empty.Empty();
      }),
  };
}

type Failure = Partial<grpc.ServiceError>;

/** Answers a call with what `work` gives, or with the error that `failure` makes of what it throws. */
function answer<T>(
  callback: grpc.sendUnaryData<T>,
  failure: (error: unknown) => Failure,
  work: () => Promise<T>,
): void {
  void work().then(
    (response) => callback(null, response),
    (error: unknown) => callback(failure(error)),
  );
}

/** The person sees the whole error on the stack; the engine gets its message. */
function told(error: unknown): Failure {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  process.stderr.write(`${String(error)}: ${stack ?? ""}\n`);
  return { message };
}

function opened(from: Struct | undefined): Properties {
  return from?.toJavaScript() ?? {};
}

function closed(properties: Properties): Struct {
  return struct.Struct.fromJavaScript(properties as Record<string, JavaScriptValue>);
}

/** Every state keeps its provider's text, so that later calls find it. */
function carrying(properties: unknown, from: Properties): Properties {
  return { ...(properties as object | undefined), [PROVIDER]: from[PROVIDER] };
}
