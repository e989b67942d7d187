import { existsSync, readdirSync } from "node:fs";
import type { Environment } from "../../host/environment.ts";

/** Variables by which programs are told of a CA bundle, the most usual first. */
const bundleVariables = ["SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "PIP_CERT"];
const systemBundle = "/etc/ssl/certs/ca-certificates.crt";
const localAuthorities = "/usr/local/share/ca-certificates";

/**
 * The CA bundle that a build needs where this machine trusts an authority of its own (a proxy, a mirror): named by the
 * environment, or the system's with local additions. It reaches the build as a secret and never an image layer.
 */
export function privateCaBundle(env: Environment): string | undefined {
  for (const name of bundleVariables) {
    const file = env[name];
    if (file !== undefined && file !== "" && existsSync(file)) return file;
  }
  const hasLocal = existsSync(localAuthorities) && readdirSync(localAuthorities).some((name) => name.endsWith(".crt"));
  return hasLocal && existsSync(systemBundle) ? systemBundle : undefined;
}
