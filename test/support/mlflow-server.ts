import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { freePort } from "../../local/process/free-port.ts";
import { ownContainer, rights, startOrTell } from "./own-container.ts";

/** A real MLflow with users, from the project's own image, on a port of this machine. */
export interface MlflowServer {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** What it answers to a GET; throws where it refuses. */
  get(path: string): Promise<unknown>;
  /** The text of a file of a run. */
  file(runId: string, name: string): Promise<string>;
  stop(): Promise<void>;
  /** Again after a stop, with what it knew. */
  start(): Promise<void>;
  remove(): Promise<void>;
}

export async function startMlflow(): Promise<MlflowServer> {
  const container = await ownContainer("mlflow", "mlflow");
  const { image, name, folder, docker, remove } = container;
  const password = `SENTINEL${randomBytes(12).toString("hex")}`;
  await writeFile(join(folder, "auth.ini"), authFile());
  const port = await freePort();
  const variables = ["MLFLOW_AUTH_CONFIG_PATH=/run/auth.ini", "MLFLOW_FLASK_SERVER_SECRET_KEY=for-tests-only"];
  variables.push("MLFLOW_AUTH_ADMIN_USERNAME=yard", "MLFLOW_SERVER_ENABLE_JOB_EXECUTION=false", "HOME=/tmp");
  await writeFile(join(folder, "env"), `${[...variables, `MLFLOW_AUTH_ADMIN_PASSWORD=${password}`].join("\n")}\n`);
  const mounts = ["-v", `${join(folder, "data")}:/data`, "-v", `${join(folder, "auth.ini")}:/run/auth.ini:ro`];
  const server = ["server", "--app-name=basic-auth", "--host=127.0.0.1", `--port=${port}`, "--workers=1"];
  const stores = [
    "--backend-store-uri=sqlite:////data/runs.db",
    "--serve-artifacts",
    "--artifacts-destination=/data/files",
  ];
  await docker(
    "create",
    "--name",
    name,
    ...rights,
    "--tmpfs=/tmp",
    ...mounts,
    "--env-file",
    join(folder, "env"),
    image,
    ...server,
    ...stores,
  );
  const url = `http://127.0.0.1:${port}`;
  const headers = { authorization: `Basic ${Buffer.from(`yard:${password}`).toString("base64")}` };
  const text = async (path: string): Promise<string> => {
    const response = await fetch(`${url}${path}`, { headers });
    if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
    return response.text();
  };
  const made: MlflowServer = {
    ...{ url, username: "yard", password },
    get: async (path) => JSON.parse(await text(path)) as unknown,
    file: async (runId, file) => {
      const { run: found } = JSON.parse(await text(`/api/2.0/mlflow/runs/get?run_id=${runId}`)) as RunAnswer;
      return text(`/api/2.0/mlflow-artifacts/artifacts/${found.info.experiment_id}/${runId}/artifacts/${file}`);
    },
    stop: async () => {
      await docker("stop", "--time", "5", name);
    },
    start: async () => {
      await docker("start", name);
      await untilUp(url);
    },
    remove,
  };
  await startOrTell(container, "MLflow", () => made.start());
  return made;
}

interface RunAnswer {
  readonly run: { readonly info: { readonly experiment_id: string } };
}

function authFile(): string {
  const lines = ["default_permission = READ", "database_uri = sqlite:////data/users.db", "auth_cache_ttl_seconds = 60"];
  return ["[mlflow]", ...lines, "authorization_function = mlflow.server.auth:authenticate_request_basic_auth", ""].join(
    "\n",
  );
}

async function untilUp(url: string): Promise<void> {
  for (const end = Date.now() + 120_000; Date.now() < end;) {
    const answer = await fetch(`${url}/health`, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
    if (answer?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`nothing answers on ${url}`);
}
