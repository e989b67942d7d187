import { createServer } from "node:net";
import { z } from "zod";
import { Failure } from "../../local/process/failure.ts";

/** A Service of the cluster under a port of this machine. */
export const addressShape = z.object({
  /** As people call it: `mlflow`. */
  name: z.string(),
  /** On 127.0.0.1. */
  port: z.int().min(1).max(65535),
  /** `kube://<namespace>/<service>:<port>` */
  target: z.string(),
});
export type Address = z.infer<typeof addressShape>;

/** Ports of this machine unless `trainyard:localPorts` says otherwise. */
export const localPorts: Readonly<Record<string, number>> = { mlflow: 5001, dataApi: 8000 };

const portsShape = z.record(z.string(), z.int().min(1).max(65535));

/** The ports of the configuration over the usual ones. Throws a Failure for anything but ports by name. */
export function portsOf(configured: unknown, file: string): Readonly<Record<string, number>> {
  const parsed = portsShape.safeParse(configured ?? {});
  if (parsed.success) return { ...localPorts, ...parsed.data };
  throw new Failure({
    what: "local ports cannot be read",
    on: `trainyard:localPorts in ${file}`,
    why: z.prettifyError(parsed.error),
    todo: `write it as one port a name, as ${JSON.stringify(localPorts)}`,
  });
}

/** Throws a Failure where a port of this machine cannot be had. */
export async function refuseTaken(name: string, port: number): Promise<void> {
  const code = await new Promise<string | undefined>((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(undefined)));
  });
  if (code === undefined) return;
  throw new Failure({
    what: `the local address of ${name} cannot be had`,
    on: `127.0.0.1:${port}`,
    why: code === "EADDRINUSE" ? "another process uses this port" : code,
    todo: `end that process, or name another port: trainyard:localPorts: { ${name}: <port> } in the stack's configuration`,
  });
}
