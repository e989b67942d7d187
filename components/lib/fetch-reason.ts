/** Why an HTTP exchange broke off: the cause's code (`ECONNREFUSED`) tells more than `fetch failed`. */
export function fetchReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error) return `${error.message} (${"code" in cause ? String(cause.code) : cause.message})`;
  return error.message;
}
