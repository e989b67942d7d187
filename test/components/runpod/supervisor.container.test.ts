import Docker from "dockerode";
import { expect, it } from "vitest";
import { BOOT_ARGS, BOOT_CMD, renderBoot } from "../../../components/runpod/render/boot.ts";
import { parseSupervisorLine, verifyStatus } from "../../../components/runpod/render/status-line.ts";
import { encodedSupervisor } from "../../../components/runpod/supervisor/source.ts";

/** Any image with a POSIX sh and without python3. */
const image = process.env["TRAINYARD_TEST_IMAGE"] ?? "debian:bookworm-slim";
const name = "shop-dev-tiny-0a1b2c3d-a1";

/** Lines of a pod's container until one matches, then the container is removed. It has no network at all. */
async function linesUntil(cmd: readonly string[], wanted: RegExp): Promise<string[]> {
  const container = await new Docker().createContainer({
    Image: image,
    Cmd: [...cmd],
    Env: [
      `TRAINYARD_NAME=${name}`,
      `TRAINYARD_BOOT=${renderBoot("http://127.0.0.1:9/v2")}`,
      `TRAINYARD_SUPERVISOR=${encodedSupervisor()}`,
    ],
    Tty: true,
    HostConfig: { NetworkMode: "none" },
  });
  try {
    await container.start();
    let text = "";
    for await (const piece of (await container.logs({ follow: true, stdout: true })) as AsyncIterable<Buffer>) {
      text += piece.toString();
      if (wanted.test(text)) break;
    }
    expect((await container.inspect()).State.Running, "leaving would start the container again").toBe(true);
    return text.split(/\r?\n/);
  } finally {
    await container.remove({ force: true });
  }
}

it.each([
  ["args", BOOT_ARGS.split(" ")],
  ["cmd", BOOT_CMD],
])("an image without python3 says so and stays (%s)", async (_, cmd) => {
  const lines = await linesUntil(cmd, /use an image with python3/);
  const status = parseSupervisorLine(lines[0] ?? "");
  expect(status?.kind).toBe("status");
  const end = status?.kind === "status" ? verifyStatus("token", status, name) : undefined;
  expect(end).toMatchObject({ name, exitCode: 127, reason: "no-python3" });
});
