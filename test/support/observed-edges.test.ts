import { expect, it } from "vitest";
import { outgoing } from "./observed-edges.ts";

/** As /proc/net/tcp and /proc/net/tcp6 of a pod at 10.244.0.8 list them, cut after the state. */
const table = `  sl  local_address rem_address   st tx_queue
   0: 00000000:1F90 00000000:0000 0A 00000000:00000000
   1: 0800F40A:1F90 0500F40A:D431 01 00000000:00000000
   2: 0800F40A:A0B2 0300F40A:1F54 06 00000000:00000000
  sl  local_address                         remote_address                        st tx_queue
   0: 0000000000000000FFFF00000800F40A:C350 0000000000000000FFFF00000400F40A:0885 01 00000000:00000000
`;

it("tells what a pod opened from what was opened to it, and knows what has just ended", () => {
  expect(outgoing(table)).toEqual([
    { address: "10.244.0.3", port: 8020 },
    { address: "10.244.0.4", port: 2181 },
  ]);
});
