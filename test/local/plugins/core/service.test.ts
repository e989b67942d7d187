import * as grpc from "@grpc/grpc-js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import service from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import status from "@pulumi/pulumi/proto/status_pb.js";
import { beforeEach, expect, it } from "vitest";
import { Calls } from "../../../../local/plugins/core/calls.ts";
import { EngineLog } from "../../../../local/plugins/core/engine-log.ts";
import { PartialFailure } from "../../../../local/plugins/core/errors.ts";
import type { CreateCall, ProviderKind, ResourceKind } from "../../../../local/plugins/core/kind.ts";
import { providerService } from "../../../../local/plugins/core/service.ts";

const mark = "4dabf18193072939515e22adb298388d";
const secret = (value: struct.JavaScriptValue) => ({ [mark]: "1b47061264138c4ac30d75fd1eb44270", value });
const urn = (type = "lab:index:Glass") => `urn:pulumi:test::lab::${type}::one`;

/** What the next create does. */
let creating: (call: CreateCall) => ReturnType<ResourceKind["create"]>;
const never = () => {
  throw new Error("not called here");
};
const glass: ResourceKind = {
  check: ({ news }) => ({ inputs: { ...news, made: true }, failures: [{ property: "size", reason: "is too small" }] }),
  diff: () => ({ changes: [{ path: ["a", "b.c"], kind: "update", replaces: true }], deleteBeforeReplace: true }),
  create: (call) => creating(call),
  read: () => undefined,
  update: never,
  delete: () => undefined,
};
const lab: ProviderKind = {
  name: "lab",
  version: "1.2.3",
  covers: "Glass",
  configure: () => undefined,
  resource: (type) => (type === "lab:index:Glass" ? glass : undefined),
};

let server: grpc.Server;
let client: service.ResourceProviderClient;
let calls: Calls;
beforeEach(async () => {
  calls = new Calls(new EngineLog(""));
  server = new grpc.Server();
  server.addService(service.ResourceProviderService, providerService(lab, calls));
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    ),
  );
  client = new service.ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  return () => {
    client.close();
    server.forceShutdown();
  };
});

const asked = <T>(start: (done: (error: grpc.ServiceError | null, answer?: T) => void) => unknown): Promise<T> =>
  new Promise((resolve, reject) => start((error, answer) => (error === null ? resolve(answer as T) : reject(error))));

const create = (properties: Record<string, struct.JavaScriptValue>, timeout = 0, type?: string) => {
  const wanted = new provider.CreateRequest().setUrn(urn(type)).setTimeout(timeout);
  wanted.setProperties(struct.Struct.fromJavaScript(properties));
  return asked<provider.CreateResponse>((done) => client.create(wanted, done));
};

it("gives a kind opened values, and closes what was secret at the same paths", async () => {
  let seen: unknown;
  creating = ({ inputs }) => {
    seen = inputs;
    return { id: "1", outputs: { ...inputs, hash: "h" }, secrets: [["hash"]] };
  };
  const made = await create({ keys: [secret("k"), "open"] });
  expect(seen).toEqual({ keys: ["k", "open"] });
  expect(made.getProperties()?.toJavaScript()).toEqual({ keys: [secret("k"), "open"], hash: secret("h") });
});

it("keeps what is there after a failure, its secrets closed", async () => {
  creating = ({ inputs }) => {
    throw new PartialFailure("it leaks", { id: "7", outputs: { ...inputs }, inputs });
  };
  const error = (await create({ key: secret("k") }).catch((thrown: unknown) => thrown)) as grpc.ServiceError;
  expect(error.details).toBe("it leaks");
  const [bytes] = error.metadata.get("grpc-status-details-bin");
  const [packed] = status.Status.deserializeBinary(bytes as Buffer).getDetailsList();
  const kept = provider.ErrorResourceInitFailed.deserializeBinary(packed?.getValue_asU8() ?? new Uint8Array());
  expect([kept.getId(), kept.getReasonsList()]).toEqual(["7", ["it leaks"]]);
  expect(kept.getProperties()?.toJavaScript()).toEqual({ key: secret("k") });
  expect(kept.getInputs()?.toJavaScript()).toEqual({ key: secret("k") });
});

const untilAborted = ({ signal }: CreateCall): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error));
  });

it("ends a call when the custom time-out is over, and says how long that was", async () => {
  creating = untilAborted;
  await expect(create({}, 0.05)).rejects.toThrow("it took longer than 0.05 seconds");
});

it("ends all calls when the user cancels, also those that come later", async () => {
  let started: () => void = () => undefined;
  const running = new Promise<void>((resolve) => (started = resolve));
  creating = (call) => {
    started();
    return call.signal.aborted ? Promise.reject(call.signal.reason as Error) : untilAborted(call);
  };
  const refused = expect(create({})).rejects.toThrow("the update was cancelled");
  await running;
  await asked((done) => client.cancel(new empty.Empty(), done));
  await refused;
  await expect(create({})).rejects.toThrow("the update was cancelled");
  await calls.ended();
});

it("refuses types, functions and components by name, with what is covered", async () => {
  const covered = "is not among what this stand-in for @pulumi/lab covers: Glass";
  await expect(create({}, 0, "lab:index:Flask")).rejects.toThrow(`resource type lab:index:Flask ${covered}`);
  const invoked = asked((done) => client.invoke(new provider.InvokeRequest().setTok("lab:index:look"), done));
  await expect(invoked).rejects.toThrow(`function lab:index:look ${covered}`);
  const built = asked((done) => client.construct(new provider.ConstructRequest().setType("lab:index:Room"), done));
  await expect(built).rejects.toThrow(`component lab:index:Room ${covered}`);
});

it("reports a change by its path, and that the old one goes first", async () => {
  const wanted = new provider.DiffRequest().setUrn(urn()).setId("1");
  const answer = await asked<provider.DiffResponse>((done) => client.diff(wanted, done));
  const path = 'a["b.c"]';
  expect([answer.getReplacesList(), answer.getDeletebeforereplace()]).toEqual([[path], true]);
  expect(answer.getDetaileddiffMap().get(path)?.getKind()).toBe(provider.PropertyDiff.Kind.UPDATE_REPLACE);
});

it("passes failures of a check on, and answers for what is gone without an id", async () => {
  const news = struct.Struct.fromJavaScript({ size: 1 });
  const checking = new provider.CheckRequest().setUrn(urn()).setNews(news);
  const checked = await asked<provider.CheckResponse>((done) => client.check(checking, done));
  expect(checked.getInputs()?.toJavaScript()).toEqual({ size: 1, made: true });
  expect(checked.getFailuresList().map((one) => one.getReason())).toEqual(["is too small"]);
  const reading = new provider.ReadRequest().setUrn(urn()).setId("1");
  expect((await asked<provider.ReadResponse>((done) => client.read(reading, done))).getId()).toBe("");
});
