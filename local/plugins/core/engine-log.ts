import * as grpc from "@grpc/grpc-js";
import engineService from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import engine from "@pulumi/pulumi/proto/engine_pb.js";

type Severity = "debug" | "info" | "warning" | "error";

const severities = {
  debug: engine.LogSeverity.DEBUG,
  info: engine.LogSeverity.INFO,
  warning: engine.LogSeverity.WARNING,
  error: engine.LogSeverity.ERROR,
} as const satisfies Record<Severity, engine.LogSeverity>;

/** Lines to the engine, which shows them beside the resource. Connects with the first line. */
export class EngineLog {
  readonly #address: string;
  #client: engineService.EngineClient | undefined;
  #sent: Promise<unknown> = Promise.resolve();

  constructor(address: string) {
    this.#address = address;
  }

  /** `ephemeral`: shown only while the resource is worked on. */
  write(urn: string, severity: Severity, message: string, ephemeral: boolean): void {
    if (this.#address === "") return;
    const client = (this.#client ??= new engineService.EngineClient(this.#address, grpc.credentials.createInsecure()));
    const request = new engine.LogRequest()
      .setUrn(urn)
      .setSeverity(severities[severity])
      .setMessage(message)
      .setEphemeral(ephemeral);
    const sent = new Promise<void>((resolve) => client.log(request, () => resolve())); // a dead engine reads nothing
    this.#sent = Promise.all([this.#sent, sent]);
  }

  /** Resolves when the engine has all lines; the answer of a call must not overtake what is said about it. */
  async flushed(): Promise<void> {
    await this.#sent;
  }

  close(): void {
    this.#client?.close();
  }
}
