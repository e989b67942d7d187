import * as grpc from "@grpc/grpc-js";
import protocol from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import { version } from "@pulumi/pulumi/version.js";
import { installPlainStructs } from "../../../api/pulumi/plain-structs.ts";
import { watchParent } from "../core/parent.ts";
import { Providers } from "./providers.ts";
import { dynamicService } from "./service.ts";

/**
 * Stand-in for the SDK's `cmd/dynamic-provider`, which loads all of the SDK, a TypeScript compiler and a package manager
 * among it, before it answers. The CLI reads the port from the first line of stdout and ends the process itself.
 */
const failures = new Set<unknown>();
function uncaught(error: unknown): void {
  if (failures.has(error)) return;
  failures.add(error);
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}
// A provider's stray rejection must not end the other resources of this process.
process.on("uncaughtException", uncaught);
process.on("unhandledRejection", uncaught);
process.on("exit", (code) => {
  if (code === 0 && failures.size > 0) process.exitCode = 1;
});

// Both are how the CLI ends a plugin. An end by the signal itself would lose what Node has compiled, and each run would
// compile all life cycles anew.
process.once("SIGINT", () => process.exit(130));
process.once("SIGTERM", () => process.exit(143));

/** From the death of the CLI to the end of this process, ms: a resource that watches the CLI itself may let go first. */
const lastWordsMs = 8000;
watchParent(() => void setTimeout(() => process.exit(70), lastWordsMs).unref());

/** The engine sends whole states in one message. */
const maxMessageBytes = 400 * 1024 * 1024;

installPlainStructs();
const server = new grpc.Server({ "grpc.max_receive_message_length": maxMessageBytes });
server.addService(protocol.ResourceProviderService, dynamicService(version, new Providers()));
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  process.stdout.write(`${port}\n`);
});
