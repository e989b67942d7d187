import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  apiBase,
  podAddress,
  resolveConnection,
  s3Endpoint,
  userAgent,
} from "../../../components/runpod/connection.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "connection-"));
});
afterEach(() => rmSync(home, { recursive: true }));

const endpoint = {
  pid: process.pid,
  port: 4100,
  apiUrl: "http://127.0.0.1:4100/v2",
  s3Url: "http://127.0.0.1:4100/s3",
  proxyUrl: "http://127.0.0.1:4100/proxy/{podId}/{port}",
  graphqlUrl: "http://127.0.0.1:4100/graphql",
  controlUrl: "http://127.0.0.1:4100/control",
  apiKey: "emulated-key",
  s3AccessKey: "emulated-access",
  s3SecretKey: "emulated-secret",
};

function write(content: unknown) {
  mkdirSync(join(home, "local", "runpod"), { recursive: true });
  const text = typeof content === "string" ? content : JSON.stringify(content);
  writeFileSync(join(home, "local", "runpod", "endpoint.json"), text);
}

function resolve(config: Record<string, string>, env: Record<string, string> = {}) {
  return resolveConnection({ config: (key) => config[key], env, home });
}

describe("the address of the API", () => {
  it.each([
    "https://api.runpod.io",
    "https://api.runpod.io/",
    "https://api.runpod.io/v2",
    "https://api.runpod.io/v2/",
    "https://api.runpod.io//v2//",
    "https://api.runpod.io/v2/v2",
  ])("is the same for %s", (url) => {
    expect(apiBase(url)).toBe("https://api.runpod.io");
  });

  it("keeps a path before /v2", () => {
    expect(apiBase("http://127.0.0.1:1/runpod/v2")).toBe("http://127.0.0.1:1/runpod");
  });

  it.each(["api.runpod.io", "ftp://x/v2", "https://user:secret@x/v2"])("refuses %s", (url) => {
    expect(() => apiBase(url)).toThrow("the RunPod API URL must");
    expect(() => apiBase(url)).not.toThrow("secret@");
  });
});

describe("the real service", () => {
  it("is meant when nothing is configured, with the key of the environment", () => {
    expect(resolve({}, { RUNPOD_API_KEY: "k" })).toEqual({
      apiBase: "https://api.runpod.io",
      apiKey: "k",
      s3Url: "https://s3api-{dc}.runpod.io",
      s3AccessKey: undefined,
      s3SecretKey: undefined,
      proxyUrl: "https://{podId}-{port}.proxy.runpod.net",
      graphqlUrl: "https://api.runpod.io/graphql",
      emulated: false,
      capabilities: { cmd: false, secrets: false },
    });
  });

  it("takes keys from config where the environment has none", () => {
    const config = {
      "trainyard:runpod": "https://api.runpod.io/v2",
      "trainyard:runpodApiKey": "from-config",
      "trainyard:runpodS3AccessKey": "a",
      "trainyard:runpodS3SecretKey": "s",
    };
    expect(resolve(config)).toMatchObject({ apiKey: "from-config", s3AccessKey: "a", s3SecretKey: "s" });
    expect(resolve(config, { RUNPOD_API_KEY: "from-env" }).apiKey).toBe("from-env");
  });

  it("refuses to go on without a key and says how to set one", () => {
    expect(() => resolve({})).toThrow("pulumi config set --secret trainyard:runpodApiKey");
  });

  it("fills data centre, pod and port into its addresses", () => {
    const connection = resolve({}, { RUNPOD_API_KEY: "k" });
    expect(s3Endpoint(connection, "EU-RO-1")).toBe("https://s3api-eu-ro-1.runpod.io");
    expect(podAddress(connection, "abc", 8787)).toBe("https://abc-8787.proxy.runpod.net");
  });

  it("refuses a proxy address that cannot name a pod", () => {
    expect(() => resolve({}, { RUNPOD_API_KEY: "k", RUNPOD_PROXY_URL: "https://x/{podId}" })).toThrow("{port}");
  });

  it("knows newer parts of the API only where they are switched on", () => {
    const config = { "trainyard:runpodApiKey": "k", "trainyard:runpodFeatures": "cmd, secrets" };
    expect(resolve(config).capabilities).toEqual({ cmd: true, secrets: true });
    expect(() => resolve({ ...config, "trainyard:runpodFeatures": "spot" })).toThrow("got spot");
  });
});

describe("the emulated service", () => {
  const config = { "trainyard:runpod": "emulated" };

  it("is found by its endpoint file, and no variable of the real one is read", () => {
    write(endpoint);
    const env = { RUNPOD_API_KEY: "real", RUNPOD_S3_URL: "https://s3api-x.runpod.io", RUNPOD_S3_ACCESS_KEY: "real" };
    expect(resolve(config, env)).toEqual({
      apiBase: "http://127.0.0.1:4100",
      apiKey: "emulated-key",
      s3Url: endpoint.s3Url,
      s3AccessKey: "emulated-access",
      s3SecretKey: "emulated-secret",
      proxyUrl: endpoint.proxyUrl,
      graphqlUrl: endpoint.graphqlUrl,
      emulated: true,
      capabilities: { cmd: false, secrets: false },
    });
  });

  it("gives way to RUNPOD_API_URL", () => {
    write(endpoint);
    const env = { RUNPOD_API_URL: "https://api.runpod.io", RUNPOD_API_KEY: "real" };
    expect(resolve(config, env)).toMatchObject({ apiBase: "https://api.runpod.io", apiKey: "real", emulated: false });
  });

  it("says how to start it when there is no endpoint file", () => {
    expect(() => resolve(config)).toThrow("start it with ./yard local up");
  });

  it("says how to start it when its process is gone", () => {
    write({ ...endpoint, pid: 2 ** 30 });
    expect(() => resolve(config)).toThrow(/process 1073741824 is gone.*\.\/yard local up/);
  });

  it.each(["{", JSON.stringify({ apiKey: "emulated-key" })])(
    "does not show the keys of a file it cannot read: %s",
    (text) => {
      write(text);
      expect(() => resolve(config)).toThrow("cannot be understood");
      expect(() => resolve(config)).not.toThrow("emulated-key");
    },
  );
});

describe("a service on this machine", () => {
  it("has all its parts beside the API, so that its keys never leave", () => {
    expect(resolve({}, { RUNPOD_API_URL: "http://127.0.0.1:9/v2", RUNPOD_API_KEY: "k" })).toMatchObject({
      s3Url: "http://127.0.0.1:9/s3",
      proxyUrl: "http://127.0.0.1:9/proxy/{podId}/{port}",
      graphqlUrl: "http://127.0.0.1:9/graphql",
    });
  });
});

describe("loopback only", () => {
  const only = { TRAINYARD_LOOPBACK_ONLY: "1", RUNPOD_API_KEY: "k" };

  it("refuses the real service", () => {
    expect(() => resolve({}, only)).toThrow("refused to use https://api.runpod.io");
  });

  it.each(["RUNPOD_S3_URL", "RUNPOD_GRAPHQL_URL"])("refuses a foreign %s", (name) => {
    const env = { ...only, RUNPOD_API_URL: "http://127.0.0.1:9", [name]: "https://example.com" };
    expect(() => resolve({}, env)).toThrow("refused to use https://example.com");
  });

  it.each(["http://127.0.0.1.example.com", "http://localhost.example.com", "http://128.0.0.1"])(
    "is not fooled by %s",
    (url) => {
      expect(() => resolve({}, { ...only, RUNPOD_API_URL: url })).toThrow("refused");
    },
  );

  it.each(["http://127.0.0.1:9", "http://localhost:9", "http://[::1]:9"])("lets %s pass", (url) => {
    expect(resolve({}, { ...only, RUNPOD_API_URL: url }).apiBase).toBe(url);
  });
});

it("names itself with version, system and machine", () => {
  expect(userAgent()).toMatch(/^trainyard\/\d+\.\d+\.\d+ \(\w+; \w+\)$/);
});
