import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import { runInImage } from "../../../cli/corpus/container.ts";
import type { Engine } from "../../../cli/engine/index.ts";

/** A container that ends when it is killed, as an engine has it: one that does not run cannot be. `onCreate` runs meanwhile. */
function engineOf(onCreate: () => void) {
  const calls: string[] = [];
  const stream = new PassThrough();
  let isRunning = false;
  let ended: (code: number) => void = () => undefined;
  const end = new Promise<number>((resolve) => (ended = resolve));
  const container = {
    modem: { demuxStream: () => undefined },
    attach: async () => stream,
    start: async () => {
      calls.push("start");
      isRunning = true;
    },
    kill: async () => {
      calls.push("kill");
      if (!isRunning) throw new Error("409: container is not running");
      stream.end();
      stream.resume();
      ended(137);
    },
    wait: async () => ({ StatusCode: await end }),
    remove: async () => void calls.push("remove"),
  };
  const createContainer = async () => {
    onCreate();
    return container;
  };
  return { calls, engine: { docker: { createContainer } } as unknown as Engine };
}

const wanted = {
  image: "trainer",
  command: ["prepare"],
  folders: {},
  network: "none",
  purpose: "prepare the corpus",
} as const;

it.each(["before it is made", "while it is made"])("ends its container where ^C came %s", async (when) => {
  const stop = new AbortController();
  const { calls, engine } = engineOf(() => stop.abort());
  if (when === "before it is made") stop.abort();
  const run = runInImage(engine, { ...wanted, interrupted: stop.signal }, () => undefined);
  await expect(run).rejects.toMatchObject({
    text: { what: "could not prepare the corpus", why: "interrupted" },
  });
  expect(calls.slice(-2)).toEqual(["kill", "remove"]);
});
