import { z } from "zod";
import { addressShape } from "./address.ts";

/** What the process that keeps the addresses is told. */
export const addressBookShape = z.object({
  /** Path. Without it the user's own. */
  kubeconfig: z.string().optional(),
  context: z.string().optional(),
  /** Whose they are: a clone has addresses of one stack at a time, of the one that was updated last. */
  stack: z.string().optional(),
  addresses: z.array(addressShape),
});
export type AddressBook = z.infer<typeof addressBookShape>;

/** What it says once it is ready. */
export const openShape = z.object({ name: z.string(), port: z.int(), problem: z.string().optional() });
export type OpenAddress = z.infer<typeof openShape>;

export const readyShape = z.object({ pid: z.int(), opened: z.array(openShape) });
