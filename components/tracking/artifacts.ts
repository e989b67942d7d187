import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { TrackingServer } from "./api.ts";
import { TrackingError } from "./failures.ts";
import type { TrackedRun } from "./records.ts";
import type { Content } from "./transport.ts";

/** How whole files travel between this machine and HTTP bodies. Paths are absolute. */
export interface FileBodies {
  open(path: string): Promise<{ readonly content: Content; readonly bytes: number }>;
  save(path: string, response: Response): Promise<void>;
}

/** The files of this machine; a file is written aside, so that what bears its name is whole. */
export const diskBodies: FileBodies = {
  open: async (path) => {
    const { size } = await stat(path);
    return { content: Readable.toWeb(createReadStream(path)) as unknown as Content, bytes: size };
  },
  save: async (path, response) => {
    await mkdir(dirname(path), { recursive: true });
    const aside = `${path}.${process.pid}.part`;
    try {
      const body = response.body;
      await pipeline(body === null ? Readable.from([]) : Readable.fromWeb(body as never), createWriteStream(aside));
      await rename(aside, path);
    } catch (error) {
      await rm(aside, { force: true });
      throw error;
    }
  },
};

/** A file may take a minute, and longer the larger it is: slower than this is not waited for. */
const LEAST_BYTES_PER_SECOND = 256 * 1024;
const FIRST_MS = 60_000;

/** The files of one run, through MLflow's proxied artifact API: no credential for the store itself is needed. */
export class Artifacts {
  private readonly server: TrackingServer;
  private readonly bodies: FileBodies;
  private readonly root: string;

  constructor(server: TrackingServer, bodies: FileBodies, run: TrackedRun) {
    const proxied = /^mlflow-artifacts:(?:\/\/[^/]*)?\/(.+)$/.exec(run.artifactUri)?.[1];
    if (proxied === undefined)
      throw new TrackingError(
        "refused",
        `the run ${run.id} keeps its files outside of MLflow; serve them by its proxy`,
      );
    this.server = server;
    this.bodies = bodies;
    this.root = `/api/2.0/mlflow-artifacts/artifacts/${proxied}`;
  }

  async put(name: string, path: string): Promise<void> {
    const { bytes } = await this.sizeOf(path);
    await this.server.send(
      {
        ...{ what: `store ${name}`, method: "PUT", path: this.at(name), repeat: true, limitMs: limitMs(bytes) },
        body: async () => ({ ...(await this.bodies.open(path)), type: "application/octet-stream" }),
      },
      async (response) => {
        await response.text();
      },
    );
  }

  async putText(name: string, text: string): Promise<void> {
    await this.server.send(
      {
        ...{ what: `store ${name}`, method: "PUT", path: this.at(name), repeat: true },
        body: async () => ({ content: text, type: "application/octet-stream" }),
      },
      async (response) => {
        await response.text();
      },
    );
  }

  /** `bytes`: how large it is, for the time that it may take. */
  async get(name: string, path: string, bytes: number): Promise<void> {
    await this.server.send(
      { what: `fetch ${name}`, method: "GET", path: this.at(name), repeat: true, limitMs: limitMs(bytes) },
      (response) => this.bodies.save(path, response),
    );
  }

  /** undefined where there is no such file. */
  async getText(name: string): Promise<string | undefined> {
    try {
      const call = { what: `read ${name}`, method: "GET", path: this.at(name), repeat: true } as const;
      return await this.server.send(call, (response) => response.text());
    } catch (error) {
      if (error instanceof TrackingError && error.kind === "absent") return undefined;
      throw error;
    }
  }

  private async sizeOf(path: string): Promise<{ bytes: number }> {
    const { content, bytes } = await this.bodies.open(path);
    if (content instanceof ReadableStream) await content.cancel();
    return { bytes };
  }

  private at(name: string): string {
    return `${this.root}/${name.split("/").map(encodeURIComponent).join("/")}`;
  }
}

function limitMs(bytes: number): number {
  return FIRST_MS + (bytes / LEAST_BYTES_PER_SECOND) * 1000;
}
