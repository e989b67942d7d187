import { expect, it } from "vitest";
import { logLines } from "../../../../local/runpod/docker/log-lines.ts";

function frame(stream: number, text: string | Buffer, second = "00"): Buffer {
  const payload = Buffer.concat([Buffer.from(`2026-11-22T10:00:${second}.123456789Z `), Buffer.from(text)]);
  const header = Buffer.alloc(8);
  header.writeUInt8(stream, 0);
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
}

function linesOf(bytes: Buffer, chunkSize: number): string[] {
  const lines: string[] = [];
  const reader = logLines((line) => lines.push(line));
  for (let at = 0; at < bytes.length; at += chunkSize) reader.write(bytes.subarray(at, at + chunkSize));
  reader.end();
  return lines;
}

it.each([1, 7, 100_000])("finds the same lines in chunks of %i bytes", (chunkSize) => {
  const bytes = Buffer.concat([frame(1, "one\r\n"), frame(2, "err\n"), frame(1, "a b\n"), frame(1, "")]);
  expect(linesOf(bytes, chunkSize)).toEqual(["one", "err", "a b"]);
});

it("joins the pieces of a long line, and never those of the two streams", () => {
  const bytes = Buffer.concat([frame(1, "out-"), frame(2, "err-"), frame(1, "put\n"), frame(2, "or\n")]);
  expect(linesOf(bytes, 50)).toEqual(["out-put", "err-or"]);
});

it("joins a character that was cut between two pieces", () => {
  const khmer = Buffer.from("ខ្មែរ\n");
  expect(linesOf(Buffer.concat([frame(1, khmer.subarray(0, 4)), frame(1, khmer.subarray(4))]), 9)).toEqual(["ខ្មែរ"]);
});

it("keeps an empty line and emits a last line without an end", () => {
  expect(linesOf(Buffer.concat([frame(1, "\n"), frame(1, "tail")]), 1000)).toEqual(["", "tail"]);
});

it("cuts a line that has no end", () => {
  const bytes = Buffer.concat(Array.from({ length: 70 }, () => frame(1, "x".repeat(16_384))));
  expect(linesOf(bytes, 65_536).map((line) => line.length)).toEqual([1_048_576, 70 * 16_384 - 1_048_576]);
});

it("takes of a second reading only what it never saw", () => {
  const lines: string[] = [];
  const reader = logLines((line) => lines.push(line));
  const seen = [frame(1, "old\n", "01"), frame(1, "part", "02"), frame(1, "-two", "02")];
  reader.write(Buffer.concat(seen));
  const missed = [frame(1, "-three\n", "02"), frame(2, "first error\n", "01"), frame(1, "last", "03")];
  reader.fill(Buffer.concat([...seen, ...missed]));
  reader.end();
  expect(lines).toEqual(["old", "part-two-three", "first error", "last"]);
});
