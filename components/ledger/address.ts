import type { ClientConfig } from "pg";
import { lazyForward } from "../kubernetes/lazy-forward.ts";
import { parseServiceUrl } from "../kubernetes/target-pod.ts";
import type { KubeAccess } from "../lib/kube-access.ts";
import type { LedgerInputs } from "./args.ts";

/** What else decides how a ledger is reached. */
export interface LedgerSurroundings {
  readonly access: KubeAccess;
  /** Refuse every address but this machine's. */
  readonly loopbackOnly: boolean;
}

/**
 * The way to a ledger: a port-forward for `kube://`, opened when it is first needed and anew when it could not be opened, or the
 * server itself for `postgres://`, with TLS where it is not on this machine. Throws an Error for any other address.
 */
export function wayTo(
  { controlUrl, database, username: user, password }: LedgerInputs,
  { access, loopbackOnly }: LedgerSurroundings,
): () => Promise<ClientConfig> {
  const login = { database, user, password };
  const service = parseServiceUrl(controlUrl);
  if (service === undefined) {
    const server = serverOf(controlUrl, loopbackOnly);
    return async () => ({ ...login, ...server });
  }
  const forward = lazyForward(access, service);
  return async () => ({ ...login, host: "127.0.0.1", port: (await forward()).port });
}

function serverOf(url: string, loopbackOnly: boolean): Pick<ClientConfig, "host" | "port" | "ssl"> {
  const parsed = URL.parse(url);
  const isPlain = parsed !== null && parsed.username === "" && parsed.password === "" && parsed.hostname !== "";
  if (!isPlain || parsed.protocol !== "postgres:")
    throw new Error("a ledger's controlUrl must be postgres://<host>:<port> or kube://<namespace>/<service>:<port>");
  const host = parsed.hostname.replace(/^\[|\]$/g, "");
  const isHere = host === "localhost" || host === "::1" || /^127(?:\.\d{1,3}){3}$/.test(host);
  if (loopbackOnly && !isHere)
    throw new Error(`refused to use ${parsed.host}: TRAINYARD_LOOPBACK_ONLY=1 allows addresses of this machine only`);
  return { host, port: Number(parsed.port || "5432"), ssl: !isHere };
}
