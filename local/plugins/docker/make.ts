import type { Environment } from "../../host/environment.ts";
import { lastLines } from "../../process/run.ts";
import type { TimedCall } from "../core/kind.ts";
import type { PropertyMap } from "../core/values.ts";
import { build, type Client, type ClientResult, runClient } from "./build.ts";
import { privateCaBundle } from "./ca-bundle.ts";
import { dockerClient } from "./client.ts";
import { buildRequest } from "./inputs.ts";
import { withLogin } from "./login.ts";
import { push, repositoryOf } from "./push.ts";
import { ownCredentials } from "./credentials.ts";
import type { Settings } from "./settings.ts";

/**
 * Builds and, where the inputs and `mayPush` say so, pushes. Answers `repository@sha256:...` of what was pushed, else the id
 * of the image in the engine. Throws an Error with the end of what docker said.
 */
export async function make(
  call: TimedCall,
  inputs: PropertyMap,
  settings: Settings,
  environment: Environment,
  mayPush: boolean,
): Promise<string> {
  const request = { ...buildRequest(inputs), caBundle: privateCaBundle(environment) };
  const { imageName } = request;
  const command = dockerClient(environment);
  if (command === undefined)
    throw new Error("there is no docker client on this machine; install it (Debian package docker.io)");
  const host = settings.host ?? environment["DOCKER_HOST"];
  const env = host === undefined ? environment : { ...environment, DOCKER_HOST: host };
  const credentials = [...settings.registryAuth, ...ownCredentials(inputs["registry"], imageName)];
  const engine = host ?? "the default engine";
  return withLogin(credentials, env, async (loggedIn) => {
    const client: Client = { command, env: loggedIn };
    call.status(`building ${imageName}`);
    const built = await build(client, request, (step) => call.status(step.slice(0, 120)), call.signal);
    judge(call, built, `${imageName} could not be built from ${request.dockerfile} on ${engine}`);
    if (inputs["skipPush"] === true || !mayPush) return imageId(client, call, imageName);
    call.status(`pushing ${imageName}`);
    const pushed = await push(client, imageName, (line) => call.status(line.slice(0, 120)), call.signal);
    judge(call, pushed, `${imageName} could not be pushed from ${engine}`);
    if (pushed.digest === undefined) throw new Error(`docker push named no digest for ${imageName}`);
    return `${repositoryOf(imageName)}@${pushed.digest}`;
  });
}

async function imageId(client: Client, call: TimedCall, imageName: string): Promise<string> {
  const found = await runClient(
    client,
    ["image", "inspect", "--format", "{{.Id}}", imageName],
    () => undefined,
    call.signal,
  );
  judge(call, found, `${imageName} is not in the engine after its build`);
  return found.output.trim();
}

/** Throws unless docker has ended well: for a cancel or a time-out what that was, else the end of what docker said. */
function judge(call: TimedCall, { exitCode, output }: ClientResult, what: string): void {
  if (exitCode === 0) return;
  call.signal.throwIfAborted();
  throw new Error(`${what} (exit code ${exitCode}):\n${lastLines(output, 15)}`);
}
