import * as grpc from "@grpc/grpc-js";
import any from "google-protobuf/google/protobuf/any_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import status from "@pulumi/pulumi/proto/status_pb.js";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb.js";

/** What a provider may throw from create and update: with an id the resource exists, though it failed. */
interface PartialFailure {
  readonly message?: string;
  readonly id?: string;
  readonly properties?: Record<string, JavaScriptValue>;
  readonly reasons?: string[];
}

/** The error of a create or update as the engine takes it: a resource that exists comes in its details, and is recorded. */
export function creationFailure(error: unknown): Pick<grpc.ServiceError, "code" | "message" | "metadata"> {
  const { message = "", id, properties = {}, reasons = [] } = error as PartialFailure;
  const metadata = new grpc.Metadata();
  const answer = { code: grpc.status.UNKNOWN, message, metadata };
  if (id === undefined || id === "") return answer;
  const detail = new provider.ErrorResourceInitFailed().setId(id).setReasonsList(reasons);
  detail.setProperties(struct.Struct.fromJavaScript(properties));
  const packed = new any.Any();
  packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const full = new status.Status().setCode(grpc.status.UNKNOWN).setMessage(message);
  full.addDetails(packed);
  metadata.add("grpc-status-details-bin", Buffer.from(full.serializeBinary()));
  return answer;
}
