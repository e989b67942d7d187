import * as grpc from "@grpc/grpc-js";
import service from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import { installPlainStructs } from "../../../api/pulumi/plain-structs.ts";
import { Calls } from "./calls.ts";
import { EngineLog } from "./engine-log.ts";
import type { ProviderKind } from "./kind.ts";
import { providerService } from "./service.ts";

/** The engine sends whole states in one message. */
const maxMessageBytes = 400 * 1024 * 1024;

/** Calls under way have this long to end after the plugin was told to. */
const graceMilliseconds = 2000;

/** A plugin that answers an engine. */
export interface Serving {
  /** Port on the loopback address. */
  readonly port: number;
  /** Cancels what is under way, and resolves when it has ended and is answered, or after two seconds. */
  readonly end: () => Promise<void>;
}

/** Serves `kind` on a free loopback port to the engine at `engineAddress`, which also gets its lines. */
export async function serve(kind: ProviderKind, engineAddress: string): Promise<Serving> {
  installPlainStructs();
  const log = new EngineLog(engineAddress);
  const calls = new Calls(log);
  const server = new grpc.Server({
    "grpc.max_receive_message_length": maxMessageBytes,
    "grpc.max_send_message_length": maxMessageBytes,
  });
  server.addService(service.ResourceProviderService, providerService(kind, calls));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  const end = async (): Promise<void> => {
    calls.cancel();
    let timer: NodeJS.Timeout | undefined;
    const grace = new Promise((resolve) => (timer = setTimeout(resolve, graceMilliseconds)));
    await Promise.race([calls.ended(), grace]);
    clearTimeout(timer);
    await new Promise((resolve) => setImmediate(resolve)); // the last answers go out first
    server.forceShutdown();
    log.close();
  };
  return { port, end };
}
