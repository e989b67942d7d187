import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { join, resolve } from "node:path";
import * as grpc from "@grpc/grpc-js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import engineService from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import type { IEngineServer } from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import service from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import status from "@pulumi/pulumi/proto/status_pb.js";

const ROOT = resolve(import.meta.dirname, "..", "..");

type Properties = Readonly<Record<string, unknown>>;

/** A line that the plugin has sent to the engine. */
export interface Line {
  readonly message: string;
  /** 0 debug, 1 info, 2 warning, 3 error. */
  readonly severity: number;
  /** Shown only while the resource is worked on. */
  readonly ephemeral: boolean;
}

/** What a failed call keeps in the state. */
export interface Kept {
  readonly id: string;
  readonly properties: Properties;
  readonly reasons: readonly string[];
}

/** A call that the plugin has refused. */
export class Refused extends Error {
  readonly kept: Kept | undefined;
  constructor(error: grpc.ServiceError) {
    super(error.details);
    this.kept = keptOf(error);
  }
}

/** A plugin in a process of its own, spoken to as the engine does: the protocol over gRPC on the loopback address. */
export class PluginProcess {
  readonly lines: readonly Line[];
  readonly #child: ChildProcess;
  readonly #client: service.ResourceProviderClient;
  readonly #engine: grpc.Server;
  readonly #type: string;

  private constructor(child: ChildProcess, port: number, engine: grpc.Server, type: string, lines: readonly Line[]) {
    this.lines = lines;
    this.#child = child;
    this.#client = new service.ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    this.#engine = engine;
    this.#type = type;
  }

  /** Starts `local/plugins/<name>`, configured. `type`: the token of the resources that calls are about. */
  static async start(name: string, type: string, settings: Properties = {}): Promise<PluginProcess> {
    const lines: Line[] = [];
    const engine = new grpc.Server();
    const log: IEngineServer["log"] = ({ request }, callback) => {
      const [message, severity, ephemeral] = [request.getMessage(), request.getSeverity(), request.getEphemeral()];
      lines.push({ message, severity, ephemeral });
      callback(null, new empty.Empty());
    };
    engine.addService(engineService.EngineService, { log });
    const enginePort = await new Promise<number>((done, fail) =>
      engine.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) =>
        error === null ? done(port) : fail(error),
      ),
    );
    const main = join(ROOT, "local", "plugins", "main.ts");
    const args = ["--disable-warning=ExperimentalWarning", main, name, `127.0.0.1:${enginePort}`];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    const [port] = (await once(child.stdout.setEncoding("utf8"), "data")) as [string];
    const started = new PluginProcess(child, Number(port), engine, type, lines);
    const wanted = new provider.ConfigureRequest().setArgs(structOf(settings));
    await call((done) => started.#client.configure(wanted, done));
    return started;
  }

  urn(name: string): string {
    return `urn:pulumi:test::plugins::${this.#type}::${name}`;
  }

  async check(name: string, news: Properties, olds: Properties = {}) {
    const seed = createHash("sha256").update(name).digest();
    const wanted = new provider.CheckRequest().setUrn(this.urn(name)).setRandomseed(seed);
    wanted.setNews(structOf(news)).setOlds(structOf(olds));
    const answer = await call<provider.CheckResponse>((done) => this.#client.check(wanted, done));
    const failures = answer.getFailuresList().map((one) => `${one.getProperty()}: ${one.getReason()}`);
    return { inputs: plain(answer.getInputs()), failures };
  }

  async diff(name: string, id: string, oldInputs: Properties, news: Properties, olds: Properties = oldInputs) {
    const wanted = new provider.DiffRequest().setUrn(this.urn(name)).setId(id);
    wanted.setOldInputs(structOf(oldInputs)).setOlds(structOf(olds)).setNews(structOf(news));
    const answer = await call<provider.DiffResponse>((done) => this.#client.diff(wanted, done));
    return {
      changed: [...answer.getDetaileddiffMap().keys()].sort(),
      replaces: answer.getReplacesList().sort(),
      deleteBeforeReplace: answer.getDeletebeforereplace(),
    };
  }

  async create(name: string, inputs: Properties, options: { preview?: boolean; timeoutSeconds?: number } = {}) {
    const wanted = new provider.CreateRequest().setUrn(this.urn(name)).setProperties(structOf(inputs));
    wanted.setPreview(options.preview ?? false).setTimeout(options.timeoutSeconds ?? 0);
    const answer = await call<provider.CreateResponse>((done) => this.#client.create(wanted, done));
    return { id: answer.getId(), outputs: plain(answer.getProperties()) };
  }

  async update(
    name: string,
    id: string,
    olds: Properties,
    inputs: Properties,
    options: { preview?: boolean; timeoutSeconds?: number } = {},
  ) {
    const wanted = new provider.UpdateRequest().setUrn(this.urn(name)).setId(id);
    wanted
      .setOlds(structOf(olds))
      .setNews(structOf(inputs))
      .setPreview(options.preview ?? false);
    wanted.setTimeout(options.timeoutSeconds ?? 0);
    const answer = await call<provider.UpdateResponse>((done) => this.#client.update(wanted, done));
    return plain(answer.getProperties());
  }

  /** Without inputs and outputs it is an import. */
  async read(name: string, id: string, inputs: Properties = {}, outputs: Properties = {}) {
    const wanted = new provider.ReadRequest().setUrn(this.urn(name)).setId(id);
    wanted.setInputs(structOf(inputs)).setProperties(structOf(outputs));
    const answer = await call<provider.ReadResponse>((done) => this.#client.read(wanted, done));
    return { id: answer.getId(), inputs: plain(answer.getInputs()), outputs: plain(answer.getProperties()) };
  }

  async delete(name: string, id: string, outputs: Properties, timeoutSeconds = 0): Promise<void> {
    const wanted = new provider.DeleteRequest().setUrn(this.urn(name)).setId(id).setTimeout(timeoutSeconds);
    await call((done) => this.#client.delete(wanted.setProperties(structOf(outputs)), done));
  }

  async cancel(): Promise<void> {
    await call((done) => this.#client.cancel(new empty.Empty(), done));
  }

  /** Lines of a severity from `info` on, without the ephemeral ones. */
  said(severity: "info" | "warning"): string[] {
    const number = severity === "info" ? 1 : 2;
    return this.lines.filter((line) => !line.ephemeral && line.severity === number).map((line) => line.message);
  }

  async stop(): Promise<void> {
    this.#client.close();
    if (this.#child.exitCode === null && this.#child.kill("SIGINT")) await once(this.#child, "exit");
    this.#engine.forceShutdown();
  }
}

const structOf = (from: Properties) => struct.Struct.fromJavaScript(from as Record<string, struct.JavaScriptValue>);
const plain = (from: struct.Struct | undefined): Properties => from?.toJavaScript() ?? {};

async function call<T>(start: (done: (error: grpc.ServiceError | null, answer?: T) => void) => unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    start((error, answer) => (error === null ? resolve(answer as T) : reject(new Refused(error))));
  });
}

function keptOf(error: grpc.ServiceError): Kept | undefined {
  const [bytes] = error.metadata.get("grpc-status-details-bin");
  if (!Buffer.isBuffer(bytes)) return undefined;
  const [detail] = status.Status.deserializeBinary(bytes).getDetailsList();
  const value = detail?.getValue_asU8();
  if (value === undefined) return undefined;
  const failed = provider.ErrorResourceInitFailed.deserializeBinary(value);
  return { id: failed.getId(), properties: plain(failed.getProperties()), reasons: failed.getReasonsList() };
}
