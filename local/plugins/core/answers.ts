import * as grpc from "@grpc/grpc-js";
import any from "google-protobuf/google/protobuf/any_pb.js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import statusMessages from "@pulumi/pulumi/proto/status_pb.js";
import type { Checked, Difference } from "./kind.ts";
import { PartialFailure } from "./errors.ts";
import { type Path, renderPath } from "./paths.ts";
import { encode } from "./wire.ts";

/** The answer to Check and CheckConfig. */
export function checkAnswer(checked: Checked, secrets: readonly Path[]): provider.CheckResponse {
  const answer = new provider.CheckResponse().setInputs(encode(checked.inputs, secrets));
  for (const { property, reason } of checked.failures ?? []) {
    answer.addFailures(new provider.CheckFailure().setProperty(property).setReason(reason));
  }
  return answer;
}

const changeKinds = {
  add: [provider.PropertyDiff.Kind.ADD, provider.PropertyDiff.Kind.ADD_REPLACE],
  delete: [provider.PropertyDiff.Kind.DELETE, provider.PropertyDiff.Kind.DELETE_REPLACE],
  update: [provider.PropertyDiff.Kind.UPDATE, provider.PropertyDiff.Kind.UPDATE_REPLACE],
} as const;

/** The answer to Diff and DiffConfig: every change by its path. */
export function diffAnswer({ changes, deleteBeforeReplace }: Difference): provider.DiffResponse {
  const { DIFF_NONE, DIFF_SOME } = provider.DiffResponse.DiffChanges;
  const answer = new provider.DiffResponse()
    .setChanges(changes.length === 0 ? DIFF_NONE : DIFF_SOME)
    .setHasdetaileddiff(true)
    .setDeletebeforereplace(deleteBeforeReplace === true);
  for (const { path, kind, replaces } of changes) {
    const text = renderPath(path);
    const detail = new provider.PropertyDiff().setKind(changeKinds[kind][replaces === true ? 1 : 0]);
    answer.getDetaileddiffMap().set(text, detail.setInputdiff(true));
    answer.addDiffs(String(path[0] ?? ""));
    if (replaces === true) answer.addReplaces(text);
  }
  return answer;
}

/** What was thrown, as gRPC carries it; of a partial failure with the state to keep. */
export function failureAnswer(thrown: unknown, secrets: readonly Path[]): Partial<grpc.StatusObject> {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const metadata = new grpc.Metadata();
  if (error instanceof PartialFailure) {
    const { id, outputs, inputs, secrets: own = [] } = error.state;
    const detail = new provider.ErrorResourceInitFailed().setId(id).setReasonsList([...error.reasons]);
    detail.setProperties(encode(outputs, [...secrets, ...own]));
    if (inputs !== undefined) detail.setInputs(encode(inputs, [...secrets, ...own]));
    const packed = new any.Any();
    packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    const status = new statusMessages.Status().setCode(grpc.status.UNKNOWN).setMessage(error.message);
    status.addDetails(packed);
    metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  }
  return { code: grpc.status.UNKNOWN, details: error.message, metadata };
}
