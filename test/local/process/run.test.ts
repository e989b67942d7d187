import { expect, it } from "vitest";
import { Failure } from "../../../local/process/failure.ts";
import { run, runOrFail } from "../../../local/process/run.ts";

it("answers with what a program said and how it ended, also when there is none", async () => {
  const script = "cat; echo 'ខ្មែរ' >&2; exit 3";
  expect(await run("sh", ["-c", script], { input: "in\n" })).toEqual({
    exitCode: 3,
    stdout: "in\n",
    stderr: "ខ្មែរ\n",
  });
  expect(await run("no-such-program", [])).toMatchObject({ exitCode: 127 });
});

it.each(["before it starts", "while it runs"])("ends a program when the signal says so %s", async (when) => {
  const controller = new AbortController();
  if (when === "before it starts") controller.abort();
  const onLine = () => controller.abort();
  const { exitCode } = await run("sh", ["-c", "echo up; exec sleep 600"], { signal: controller.signal, onLine });
  expect(exitCode).not.toBe(0);
});

it("ends a program that takes too long", async () => {
  expect(await run("sleep", ["600"], { timeoutSeconds: 0.05 })).toMatchObject({ exitCode: 128 + 15 });
});

it("says what failed, on what, and the end of what was said", async () => {
  const failed = runOrFail("the thing could not be done", "do it again", "sh", ["-c", "echo broken; exit 2"]);
  await expect(failed).rejects.toBeInstanceOf(Failure);
  await expect(failed).rejects.toMatchObject({
    text: { what: "the thing could not be done", why: "exit code 2\nbroken", todo: "do it again" },
  });
});
