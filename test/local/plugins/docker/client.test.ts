import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { buildArguments } from "../../../../local/plugins/docker/build.ts";
import { withAuths, withLogin } from "../../../../local/plugins/docker/login.ts";
import { digestIn, repositoryOf } from "../../../../local/plugins/docker/push.ts";
import { ownCredentials } from "../../../../local/plugins/docker/credentials.ts";
import { readSettings, settingFailures } from "../../../../local/plugins/docker/settings.ts";

const login = { server: "registry.example", username: "me", password: "SENTINEL" };
const auth = Buffer.from("me:SENTINEL").toString("base64");

it("mounts a CA bundle as a secret and never as an argument of the build", () => {
  const args = buildArguments({
    imageName: "a:1",
    context: ".",
    dockerfile: "D",
    args: { A: "1" },
    caBundle: "/ca.pem",
  });
  expect(args.join(" ")).toBe("build --progress=plain --tag a:1 --file D --build-arg A=1 --secret id=ca,src=/ca.pem .");
});

it("reads the digest of a push", () => {
  const digest = `sha256:${"0a".repeat(32)}`;
  expect(digestIn(`layer: Pushed\n1: digest: ${digest} size: 528\n`)).toBe(digest);
  expect(digestIn("denied")).toBeUndefined();
});

it.each([
  ["localhost:5000/team/app:1", "localhost:5000/team/app"],
  ["localhost:5000/team/app", "localhost:5000/team/app"],
  ["app:1", "app"],
])("takes the tag off %s", (name, repository) => {
  expect(repositoryOf(name)).toBe(repository);
});

it("puts logins above those of docker login, without the store that would hide them", () => {
  const config = { credsStore: "desktop", auths: { other: { auth: "x" } }, proxies: {} };
  expect(withAuths(config, [login])).toEqual({
    auths: { other: { auth: "x" }, "registry.example": { auth } },
    proxies: {},
  });
  expect(withAuths({}, [{ ...login, server: "docker.io" }])).toEqual({
    auths: { "https://index.docker.io/v1/": { auth } },
  });
});

it("takes a helper away that would hide a login of the same registry, and no other one", () => {
  const credHelpers = { "registry.example": "gcloud", "https://index.docker.io/v1/": "pass", "other.example": "ecr" };
  const hub = { ...login, server: "docker.io" };
  expect(withAuths({ credHelpers }, [login, hub])).toHaveProperty("credHelpers", { "other.example": "ecr" });
  expect(withAuths({ credHelpers: { "registry.example": "gcloud" } }, [login])).toEqual({
    auths: { "registry.example": { auth } },
  });
});

it("keeps a login where only this user reads it, and only while it is needed", async () => {
  const file = await withLogin([login], { DOCKER_CONFIG: "/nowhere" }, async (env) => {
    const config = join(env["DOCKER_CONFIG"] ?? "", "config.json");
    expect(statSync(config).mode & 0o777).toBe(0o600);
    expect(readFileSync(config, "utf8")).toContain(auth);
    return config;
  });
  expect(existsSync(file)).toBe(false);
});

it("leaves the environment alone without credentials", async () => {
  const env = { PATH: "/bin" };
  expect(await withLogin([], env, async (given) => given)).toBe(env);
});

it("reads the settings as the official class sends them", async () => {
  const registryAuth = JSON.stringify([
    { address: "https://registry.example/v2/", username: "me", password: "SENTINEL" },
  ]);
  expect(await readSettings({ host: "unix:///x", registryAuth })).toEqual({ host: "unix:///x", registryAuth: [login] });
  await expect(readSettings({ registryAuth: "[1]" })).rejects.toThrow("registryAuth:");
});

it("refuses settings that it would not follow", () => {
  expect(settingFailures({ host: "x", certPath: "/c" }).map((failure) => failure.property)).toEqual(["certPath"]);
});

it("takes the registry of the name where the program names none", () => {
  const { username, password } = login;
  expect(ownCredentials({ username, password }, "registry.example/app:1")).toEqual([login]);
  expect(ownCredentials({ username }, "registry.example/app:1")).toEqual([]);
});
