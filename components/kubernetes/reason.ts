/** The first line of what went wrong. */
export function reasonOf(error: unknown): string {
  if (typeof error === "object" && error !== null && "message" in error && typeof error.message === "string")
    return error.message.split("\n")[0] ?? error.message;
  return String(error);
}
