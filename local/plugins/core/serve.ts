import * as grpc from "@grpc/grpc-js";
import service from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import { installPlainStructs } from "../../../api/pulumi/plain-structs.ts";
import { Calls } from "./calls.ts";
import { EngineLog } from "./engine-log.ts";
import type { ProviderKind } from "./kind.ts";
import { watchParent } from "./parent.ts";
import { providerService } from "./service.ts";

/** The engine sends whole states in one message. */
const maxMessageBytes = 400 * 1024 * 1024;

/** Calls under way have this long to end after the process was told to. */
const graceMilliseconds = 2000;

/**
 * Serves `kind` as the plugin that this process is: the CLI gives its own address as the last argument, reads the port from
 * the first line of stdout, and interrupts a plugin that it needs no longer.
 */
export async function servePlugin(kind: ProviderKind, args: readonly string[] = process.argv.slice(2)): Promise<void> {
  installPlainStructs();
  const log = new EngineLog(args.filter((argument) => !argument.startsWith("-")).at(-1) ?? "");
  const calls = new Calls(log);
  const server = new grpc.Server({
    "grpc.max_receive_message_length": maxMessageBytes,
    "grpc.max_send_message_length": maxMessageBytes,
  });
  server.addService(service.ResourceProviderService, providerService(kind, calls));
  const stop = () => {
    calls.cancel();
    const exit = () => {
      server.forceShutdown();
      process.exit(0);
    };
    setTimeout(exit, graceMilliseconds);
    void calls.ended().then(() => setImmediate(exit)); // the last answers go out first
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  watchParent(stop);
  process.stdout.once("error", stop); // nobody is there to read the port
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  process.stdout.write(`${port}\n`);
}
