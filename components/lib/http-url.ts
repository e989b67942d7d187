/** Reads an address. Throws an Error for what is no http(s) URL, or has a user in it; `what` names it. */
export function parseHttpUrl(url: string, what: string): URL {
  const parsed = URL.parse(url);
  if (parsed === null || (parsed.protocol !== "https:" && parsed.protocol !== "http:"))
    throw new Error(`${what} must be an http or https URL, got ${JSON.stringify(url)}`);
  if (parsed.username !== "" || parsed.password !== "")
    throw new Error(`${what} must not hold a user name or password`);
  return parsed;
}

/** An address of this machine, with or without placeholders: nothing behind it costs money. */
export function isLoopback(url: string): boolean {
  const name = parseHttpUrl(url.replace(/\{\w+\}/g, "x"), "an address of RunPod").hostname;
  return name === "localhost" || name === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(name);
}

/**
 * The address of a service that a link names, without a slash at its end. Throws an Error for what is none, and for a foreign one
 * where only this machine is allowed; `what` names it.
 */
export function linkedHttpUrl(url: string, what: string, loopbackOnly: boolean): string {
  const parsed = URL.parse(url);
  const plain = parsed !== null && parsed.username === "" && parsed.password === "";
  if (!plain || !["http:", "https:"].includes(parsed.protocol))
    throw new Error(`${what} must be an http(s) URL without a user in it, or kube://<namespace>/<service>:<port>`);
  if (loopbackOnly && !isLoopback(url))
    throw new Error(`refused to use ${parsed.origin}: TRAINYARD_LOOPBACK_ONLY=1 allows addresses of this machine only`);
  return `${parsed.origin}${parsed.pathname}`.replace(/\/+$/, "");
}
