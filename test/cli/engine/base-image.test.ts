import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { ensureBaseImage, pullImage } from "../../../cli/engine/base-image.ts";
import { connect, type Engine } from "../../../cli/engine/endpoint.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

/** An engine that has no image, and tells of a pull and of an import what it is given. */
async function engine(lines: readonly object[]): Promise<Engine> {
  const socket = join(temporaryFolder("images"), "docker.sock");
  const server = createServer((request, response) => {
    const isMade = request.url?.startsWith("/images/create") === true;
    if (!isMade) response.statusCode = request.url === "/version" ? 200 : 404;
    request.resume().on("end", () => {
      response.end(isMade ? lines.map((line) => `${JSON.stringify(line)}\r\n`).join("") : '{"Version":"20.10.24"}');
    });
  }).listen(socket);
  onTestFinished(() => void server.close());
  const found = await connect(`unix://${socket}`, "private");
  if (!("docker" in found)) throw new Error(found.refused);
  return found;
}

const begun = { status: "Pulling from library/debian", id: "bookworm-slim" };
const full = { errorDetail: { message: "no space left on device" }, error: "no space left on device" };

it("takes a pull for done when it is, and for refused when it broke off in the middle", async () => {
  expect(
    await pullImage(await engine([begun, { status: "Status: Downloaded" }]), "debian:bookworm-slim"),
  ).toBeUndefined();
  expect(await pullImage(await engine([begun, full]), "debian:bookworm-slim")).toBe("no space left on device");
});

it("does not go on with a base image that the engine could not take in", async () => {
  const cache = temporaryFolder("cache");
  writeFileSync(join(cache, `base-bookworm-${process.arch}.tar`), "made before");
  const site = { root: cache, home: cache, cache, env: {} };
  await expect(ensureBaseImage(await engine([begun, full]), site, () => undefined)).rejects.toThrow("no space left");
});
