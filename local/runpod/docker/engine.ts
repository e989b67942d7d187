import Docker from "dockerode";

/** Where the engine is, and the name to call it by in messages. */
export interface Engine {
  readonly docker: Docker;
  readonly url: string;
  /** Whether its processes are processes of this machine, as far as one can tell from the address. */
  readonly local: boolean;
}

/** The engine at `url` (`unix:///path`, `tcp://host:port`), else the one that DOCKER_HOST names, else the usual socket. */
export function connectEngine(url: string | undefined): Engine {
  const address = url ?? process.env.DOCKER_HOST;
  if (address === undefined || address === "") {
    return { docker: new Docker(), url: "unix:///var/run/docker.sock", local: true };
  }
  if (address.startsWith("unix://")) {
    return { docker: new Docker({ socketPath: address.slice("unix://".length) }), url: address, local: true };
  }
  if (url === undefined) return { docker: new Docker(), url: address, local: false };
  const { protocol, hostname, port } = new URL(url);
  const docker = new Docker({ host: hostname, port, protocol: protocol === "https:" ? "https" : "http" });
  return { docker, url, local: false };
}

/** The engine's own words for what went wrong, without the client's decoration. */
export function engineReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const json: unknown = "json" in error ? error.json : undefined;
  if (typeof json === "object" && json !== null && "message" in json) return String(json.message);
  return error.message.replace(/^\(HTTP code \d+\) [^-]*- /, "").trim();
}

/** The HTTP status of the engine's answer, undefined where it did not answer. */
export function engineStatus(error: unknown): number | undefined {
  const status = error instanceof Error && "statusCode" in error ? error.statusCode : undefined;
  return typeof status === "number" ? status : undefined;
}
