import { readSync } from "node:fs";

/** What an open file holds from a byte on. It moves no position of the descriptor, which others may share. */
export function readFrom(descriptor: number, from: number): Buffer {
  const pieces: Buffer[] = [];
  for (let offset = from; ;) {
    const piece = Buffer.alloc(65_536);
    const count = readSync(descriptor, piece, 0, piece.length, offset);
    if (count === 0) return Buffer.concat(pieces);
    pieces.push(piece.subarray(0, count));
    offset += count;
  }
}
