import { randomBytes } from "node:crypto";
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { locate } from "../../cli/context.ts";
import { ensureEngine } from "../../cli/engine/index.ts";
import { ensureImage } from "../../cli/images/index.ts";
import { ownImage } from "../../cli/images/own-image.ts";
import { dockerClient } from "../../local/plugins/docker/client.ts";
import { run } from "../../local/process/run.ts";
import { freePort } from "../../local/process/free-port.ts";

const USER = 10_001;

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
  const site = { ...locate(new URL("../../", import.meta.url).pathname, process.env), env: process.env };
  const engine = await ensureEngine(site, () => undefined);
  const image = (await ensureImage(engine, ownImage(site, "mlflow"), site, () => undefined)).name;
  const env = { ...process.env, DOCKER_HOST: engine.host };
  const docker = async (...words: string[]): Promise<void> => {
    const { exitCode, stderr } = await run(dockerClient(env) ?? "docker", words, { env });
    if (exitCode !== 0) throw new Error(`docker ${words[0] ?? ""}: ${stderr}`);
  };
  const name = `ty-mlflow-${randomBytes(4).toString("hex")}`;
  const folder = await mkdtemp(join(tmpdir(), "ty-mlflow-"));
  const password = `SENTINEL${randomBytes(12).toString("hex")}`;
  await mkdir(join(folder, "data"));
  await chmod(folder, 0o755);
  await chown(join(folder, "data"), USER, USER);
  await writeFile(join(folder, "auth.ini"), authFile());
  const port = await freePort();
  const variables = ["MLFLOW_AUTH_CONFIG_PATH=/run/auth.ini", "MLFLOW_FLASK_SERVER_SECRET_KEY=for-tests-only"];
  variables.push("MLFLOW_AUTH_ADMIN_USERNAME=yard", "MLFLOW_SERVER_ENABLE_JOB_EXECUTION=false", "HOME=/tmp");
  await writeFile(join(folder, "env"), `${[...variables, `MLFLOW_AUTH_ADMIN_PASSWORD=${password}`].join("\n")}\n`);
  const rights = [
    "--network=host",
    "--read-only",
    "--tmpfs=/tmp",
    "--cap-drop=ALL",
    "--security-opt=no-new-privileges",
  ];
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
    stop: () => docker("stop", "--time", "5", name),
    start: async () => {
      await docker("start", name);
      await untilUp(url);
    },
    remove: async () => {
      await docker("rm", "--force", name);
      await rm(folder, { recursive: true, force: true });
    },
  };
  try {
    await made.start();
  } catch (error) {
    const { stdout, stderr } = await run(dockerClient(env) ?? "docker", ["logs", "--tail", "30", name], { env });
    await made.remove();
    throw new Error(`MLflow did not start:\n${stdout}${stderr}`, { cause: error });
  }
  return made;
}

interface RunAnswer {
  readonly run: { readonly info: { readonly experiment_id: string } };
}

function authFile(): string {
  const lines = ["default_permission = READ", "database_uri = sqlite:////data/users.db"];
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
