import { expect, it } from "vitest";
import { listeningInode } from "../../../../local/runpod/daemon/port-owner.ts";

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 0100007F:A1B2 01 00000000:00000000 00:00000000 00000000     0        0 111 1 0000000000000000 20 0 0 10 -1
   1: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 222 1 0000000000000000 100 0 0 10 0
`;

it("finds the socket that listens and not one that is only connected", () => {
  expect(listeningInode(table, 8080)).toBe("222");
});

it("finds nothing on a free port", () => {
  expect(listeningInode(table, 8081)).toBeUndefined();
});
