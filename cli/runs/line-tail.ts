import { closeSync, openSync } from "node:fs";
import { readFrom } from "./read-from.ts";

/** Reads the lines that a growing file has gained since the last call. A line still being written waits for its end. */
export class LineTail {
  #offset = 0;
  #rest = Buffer.alloc(0);
  readonly #source: string | number;

  /** @param source A path, of a file that may come later; or a descriptor, which stays open. */
  constructor(source: string | number) {
    this.#source = source;
  }

  next(): string[] {
    const held = Buffer.concat([this.#rest, this.#gained()]);
    const end = held.lastIndexOf("\n") + 1; // cut between lines, so never within a character
    this.#rest = held.subarray(end);
    return end === 0 ? [] : held.toString("utf8", 0, end - 1).split("\n");
  }

  #gained(): Buffer {
    const handle = this.#open();
    if (handle === undefined) return Buffer.alloc(0);
    try {
      const gained = readFrom(handle, this.#offset);
      this.#offset += gained.length;
      return gained;
    } finally {
      if (handle !== this.#source) closeSync(handle);
    }
  }

  #open(): number | undefined {
    if (typeof this.#source === "number") return this.#source;
    try {
      return openSync(this.#source, "r");
    } catch {
      return undefined;
    }
  }
}
