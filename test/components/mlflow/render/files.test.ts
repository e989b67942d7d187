import { expect, it } from "vitest";
import { renderAllowedHosts } from "../../../../components/mlflow/render/allowed-hosts.ts";
import { renderAuthFile } from "../../../../components/mlflow/render/auth-file.ts";
import { renderServicesFile } from "../../../../components/mlflow/render/services-file.ts";

it("writes the databases where libpq looks for them by name, passwords as they are", () => {
  const one = { host: "south.base.svc", port: 6543, database: "runs", username: "runs_role", password: "p%#'w" };
  const two = { ...one, database: "users", username: "users_role", password: "other" };
  expect(renderServicesFile({ tracking: one, auth: two })).toMatchInlineSnapshot(`
    "[tracking]
    host=south.base.svc
    port=6543
    dbname=runs
    user=runs_role
    password=p%#'w
    connect_timeout=10

    [auth]
    host=south.base.svc
    port=6543
    dbname=users
    user=users_role
    password=other
    connect_timeout=10
    "
  `);
});

it("names the database of users by its service, without a password", () => {
  expect(renderAuthFile()).toMatchInlineSnapshot(`
    "[mlflow]
    default_permission = READ
    database_uri = postgresql+psycopg2:///?service=auth
    auth_cache_ttl_seconds = 60
    authorization_function = mlflow.server.auth:authenticate_request_basic_auth
    "
  `);
});

it("allows the Service's names, a port-forward, the published name and what the user adds, in this order", () => {
  const names = { service: "track", namespace: "base", publishedUrl: "https://track.example.org/" };
  expect(renderAllowedHosts(names, ["more.example.org"]).split(",")).toEqual([
    "track:5000",
    "track.base:5000",
    "track.base.svc:5000",
    "track.base.svc.cluster.local:5000",
    "localhost:*",
    "127.0.0.1:*",
    "track.example.org",
    "more.example.org",
  ]);
});

it("allows no other name where nothing is published", () => {
  const names = { service: "track", namespace: "base", publishedUrl: undefined };
  expect(renderAllowedHosts(names, [])).not.toContain("example");
});
