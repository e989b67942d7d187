import { closeSync, openSync, readSync } from "node:fs";

/** Reads the lines that a growing file has gained since the last call. A line still being written waits for its end. */
export class LineTail {
  #offset = 0;
  #rest = "";
  readonly #file: string;
  constructor(file: string) {
    this.#file = file;
  }

  next(): string[] {
    this.#rest += this.#gained();
    const lines = this.#rest.split("\n");
    this.#rest = lines.pop() ?? "";
    return lines;
  }

  #gained(): string {
    let handle: number;
    try {
      handle = openSync(this.#file, "r");
    } catch {
      return "";
    }
    try {
      const pieces: Buffer[] = [];
      for (;;) {
        const piece = Buffer.alloc(65_536);
        const count = readSync(handle, piece, 0, piece.length, this.#offset);
        if (count === 0) return Buffer.concat(pieces).toString("utf8");
        pieces.push(piece.subarray(0, count));
        this.#offset += count;
      }
    } finally {
      closeSync(handle);
    }
  }
}
