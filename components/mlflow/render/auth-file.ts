import { AUTH_DATABASE_URI } from "./constants.ts";

/**
 * For how long a server takes a password as right without another look, in seconds. MLflow's hash of a password costs a tenth of
 * a second of a processor by design, and a program sends the same one with each call. Of the servers, the one that is
 * told of a change knows at once, the others after so long.
 */
const KNOWN_FOR_SECONDS = 60;

/** The configuration of MLflow's authentication. Name and password of the administrator come by the environment. */
export function renderAuthFile(): string {
  return [
    "[mlflow]",
    "default_permission = READ",
    `database_uri = ${AUTH_DATABASE_URI}`,
    `auth_cache_ttl_seconds = ${KNOWN_FOR_SECONDS}`,
    "authorization_function = mlflow.server.auth:authenticate_request_basic_auth",
    "",
  ].join("\n");
}
