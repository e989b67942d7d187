import type { Environment } from "../../host/environment.ts";
import { run } from "../../process/run.ts";

/** One build with BuildKit. Fields are those of the official resource's `build`, where it has them. */
export interface BuildRequest {
  /** Name and tag of the result. */
  readonly imageName: string;
  /** Folder; what goes in is what `<dockerfile>.dockerignore` (or the folder's `.dockerignore`) lets in. */
  readonly context: string;
  readonly dockerfile: string;
  readonly args?: Readonly<Record<string, string>>;
  readonly target?: string | undefined;
  readonly platform?: string | undefined;
  readonly network?: string | undefined;
  readonly addHosts?: readonly string[];
  readonly cacheFrom?: readonly string[];
  /** A CA bundle for steps that mount the secret `ca`; it becomes part of no layer. */
  readonly caBundle?: string | undefined;
}

/** Which client, on which engine. */
export interface Client {
  readonly command: string;
  /** Environment with DOCKER_HOST, and DOCKER_CONFIG where credentials were given. */
  readonly env: Environment;
  /** Working directory that relative paths are meant from. @default that of this process */
  readonly cwd?: string;
}

/** How a program of the client ended and the end of what it said. */
export interface ClientResult {
  readonly exitCode: number;
  readonly output: string;
}

/** The arguments of `docker build`. */
export function buildArguments(request: BuildRequest): readonly string[] {
  const { imageName, context, dockerfile, args = {}, target, platform, network, caBundle } = request;
  return [
    ...["build", "--progress=plain", "--tag", imageName, "--file", dockerfile],
    ...Object.entries(args).flatMap(([name, value]) => ["--build-arg", `${name}=${value}`]),
    ...(target === undefined ? [] : ["--target", target]),
    ...(platform === undefined ? [] : ["--platform", platform]),
    ...(network === undefined ? [] : ["--network", network]),
    ...(request.addHosts ?? []).flatMap((host) => ["--add-host", host]),
    ...(request.cacheFrom ?? []).flatMap((image) => ["--cache-from", image]),
    ...(caBundle === undefined ? [] : ["--secret", `id=ca,src=${caBundle}`]),
    context,
  ];
}

/** Builds; `onStep` gets the step that BuildKit is at, as `[2/5] RUN ...`. */
export async function build(
  client: Client,
  request: BuildRequest,
  onStep: (step: string) => void,
  signal?: AbortSignal,
): Promise<ClientResult> {
  const env = { ...client.env, DOCKER_BUILDKIT: "1" };
  const onLine = (line: string) => {
    const step = /^#\d+ (\[.*\].*)$/.exec(line)?.[1];
    if (step !== undefined) onStep(step);
  };
  return runClient({ ...client, env }, buildArguments(request), onLine, signal);
}

/** Runs the client; what it says on both streams counts. */
export async function runClient(
  client: Client,
  args: readonly string[],
  onLine: (line: string) => void,
  signal?: AbortSignal,
): Promise<ClientResult> {
  const { exitCode, stdout, stderr } = await run(client.command, args, {
    env: client.env,
    onLine,
    ...(client.cwd === undefined ? {} : { cwd: client.cwd }),
    ...(signal === undefined ? {} : { signal }),
  });
  return { exitCode, output: `${stdout}\n${stderr}` };
}
