import { type Proof, UNKNOWN } from "../rule-proof.ts";
import { container, deployment, goodImage, kubernetes, trainingJob, withContainer } from "../written.ts";

const image = (reference: unknown) => withContainer({ image: reference });
const env = (...variables: readonly object[]) => withContainer({ env: variables });
const configMap = (data: unknown) => kubernetes("core/v1:ConfigMap", { data });
const noImage = { ...trainingJob(), props: {} };

/** What proves the rules about images and about secrets in clear. */
export const contentProofs: Readonly<Record<string, Proof>> = {
  "no-latest-tag": {
    passes: [image("acme/web:1.2"), image(goodImage), image("localhost:5000/acme/web:1")],
    refuses: [
      [image("acme/web:latest"), 'containers["server"].image is "acme/web:latest"'],
      [image("localhost:5000/acme/web"), "allowed: a tag other than latest, or a digest"],
      [trainingJob({ image: "acme/trainer" }), 'image is "acme/trainer"'],
      [deployment({ initContainers: [container({ image: "web" })] }), "initContainers"],
    ],
    empty: { of: noImage, is: "refused" },
    unknown: image(UNKNOWN),
  },
  "image-digest": {
    settings: { contentTagged: ["docker.io/ours/*"] },
    passes: [deployment(), image("ours/web:0123456789ab")],
    refuses: [
      [image("acme/web:1.2"), "allowed: a digest"],
      [image("ours/web:1.2"), 'is "ours/web:1.2"'],
      [image("evil.example/ours/web:0123456789ab"), "allowed: a digest"],
    ],
    empty: { of: noImage, is: "refused" },
    unknown: trainingJob({ image: UNKNOWN }),
  },
  "allowed-registries": {
    settings: { allowed: ["docker.io/acme/*", "localhost:*/ours/*"] },
    passes: [deployment(), image("acme/web:1"), image("localhost:5000/ours/web:1")],
    refuses: [
      [
        image("evil.example/acme/web:1"),
        'is "evil.example/acme/web:1"',
        "allowed: docker.io/acme/*, localhost:*/ours/*",
      ],
      [image("postgres:15"), "containers"],
      [image("docker.io.evil.example/acme/web:1"), "containers"],
    ],
    empty: { of: noImage, is: "refused" },
    unknown: image(UNKNOWN),
  },
  "no-secret-in-env": {
    passes: [
      env({ name: "DB_PASSWORD", valueFrom: { secretKeyRef: { name: "db", key: "password" } } }),
      env({ name: "PASSWORD_FILE", value: "/secrets/password" }, { name: "TOKEN_TTL_SECONDS", value: "3600" }),
      env({ name: "URL", value: "postgres://db:5432/x?service=a" }),
      trainingJob({ env: { EPOCHS: "3" } }),
    ],
    refuses: [
      [env({ name: "DB_PASSWORD", value: "hunter2hunter2" }), 'env["DB_PASSWORD"] holds a value in clear'],
      [env({ name: "DATABASE", value: "postgres://me:hunter2hunter2@db/x" }), 'env["DATABASE"]'],
      [trainingJob({ env: { HF_TOKEN: "hunter2hunter2" } }), 'env["HF_TOKEN"]', "secretEnv"],
    ],
    empty: { of: withContainer({ env: undefined }), is: "passed" },
    unknown: trainingJob({ env: { HF_TOKEN: UNKNOWN } }),
  },
  "no-secret-in-config-map": {
    passes: [configMap({ "app.conf": "password_file = /secrets/password" })],
    refuses: [
      [configMap({ "key.pem": "-----BEGIN RSA PRIVATE KEY-----\nMII" }), 'data["key.pem"] holds a secret'],
      [configMap({ conf: "uri=mysql://root:hunter2hunter2@db" }), 'data["conf"]'],
    ],
    empty: { of: configMap(undefined), is: "passed" },
    unknown: configMap(UNKNOWN),
  },
};
