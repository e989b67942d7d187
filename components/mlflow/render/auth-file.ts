import { AUTH_DATABASE_URI } from "./constants.ts";

/** The configuration of MLflow's authentication. Name and password of the administrator come by the environment. */
export function renderAuthFile(): string {
  return [
    "[mlflow]",
    "default_permission = READ",
    `database_uri = ${AUTH_DATABASE_URI}`,
    "authorization_function = mlflow.server.auth:authenticate_request_basic_auth",
    "",
  ].join("\n");
}
