import type { PropertyMap } from "../core/values.ts";
import { ApiError } from "./client/answer.ts";
import { objectName } from "./manifest.ts";

/** A refusal of the cluster as a person needs it: what, on what, why, what to do. */
export function explained(error: unknown, object: PropertyMap, doing: string): Error {
  if (!(error instanceof ApiError)) return error instanceof Error ? error : new Error(String(error));
  const conflicts = error.causes.filter((cause) => cause.reason === "FieldManagerConflict");
  if (conflicts.length > 0) {
    const lines = conflicts.map((cause) => `  - ${cause.field}: ${cause.message}`);
    const todo =
      'leave the field out of the program, or take it over with the annotation pulumi.com/patchForce: "true"' +
      " (or enablePatchForce on the provider)";
    const text = [`${objectName(object)} could not be ${doing}: others own fields of it`, ...lines, `  ${todo}`];
    return new Error(text.join("\n"), { cause: error });
  }
  const causes = error.causes.filter((cause) => cause.message !== "" && !error.message.includes(cause.message));
  const lines = causes.map((cause) => `  - ${cause.field}: ${cause.message}`);
  return new Error([`${objectName(object)} could not be ${doing}: ${error.message}`, ...lines].join("\n"), {
    cause: error,
  });
}

/** For an object that somebody else has made. */
export function alreadyThere(object: PropertyMap): Error {
  const text = [
    `${objectName(object)} already exists in the cluster, and this stack has not made it`,
    "  - to take it over: pulumi import, or upsertExistingObjects on the provider",
    "  - a resource that was only renamed in the program: give it an alias",
    "  - something else by that name: choose another name, or remove it",
  ];
  return new Error(text.join("\n"));
}

/** For an object that its own replacement has taken up, so that there is no old one to delete. */
export function changedInPlace(object: PropertyMap): string {
  return (
    `${objectName(object)} was changed in place and not made anew: its replacement has its name; ` +
    "to have it made anew, set deleteBeforeReplace on the resource"
  );
}
