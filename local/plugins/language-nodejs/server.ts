import * as grpc from "@grpc/grpc-js";
import service from "@pulumi/pulumi/proto/language_grpc_pb.js";
import { Children } from "./children.ts";
import { languageRuntime } from "./runtime.ts";

/** A language host that listens. */
export interface LanguageHost {
  /** Port on the loopback address. */
  readonly port: number;
  /** Ends the host and all that it started, at once. */
  stop(): void;
}

/** The engine sends whole states in one message. */
const maxMessageBytes = 400 * 1024 * 1024;

/** Starts a language host on a free loopback port. */
export function serve(engineAddress: string): Promise<LanguageHost> {
  const children = new Children();
  const server = new grpc.Server({
    "grpc.max_receive_message_length": maxMessageBytes,
    "grpc.max_send_message_length": maxMessageBytes,
  });
  server.addService(service.LanguageRuntimeService, languageRuntime(engineAddress, children));
  const stop = () => {
    children.killAll();
    server.forceShutdown();
  };
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
      if (error === null) resolve({ port, stop });
      else reject(error);
    });
  });
}
