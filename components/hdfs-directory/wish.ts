import { z } from "zod";

const name = z.string().regex(/^[A-Za-z_][A-Za-z0-9._-]*$/, { error: "must be a name of a user or group" });
const limit = z.int().min(1).nullable().default(null);
const path = z
  .string()
  .regex(/^(\/[^/:\s]+)+$/, { error: "must be a whole path without a slash at its end, as /landing" })
  .refine((text) => !/\/\.{1,2}(\/|$)/.test(text), { error: "must not have . or .. in it" });

const someLimit = z.number().nullable().default(null);

/** What a folder is asked to be, or what somebody has made of it by hand: the state keeps that after a refresh. */
export const directoryShape = z.strictObject({
  path: z.string(),
  owner: z.string().nullable().default(null),
  group: z.string().nullable().default(null),
  mode: z.string(),
  nameQuota: someLimit,
  spaceQuotaBytes: someLimit,
  snapshotsAllowed: z.boolean(),
  allowDataLoss: z.boolean(),
});

/** What may be asked for. */
export const directoryRules = directoryShape.extend({
  path,
  owner: name.nullable().default(null),
  group: name.nullable().default(null),
  mode: z.string().regex(/^[01][0-7]{3}$/, { error: "must be octal digits, as 0755" }),
  nameQuota: limit,
  spaceQuotaBytes: limit,
});

export type DirectoryWish = z.infer<typeof directoryShape>;

/** What `hdfs-admin stat` says. */
export const statShape = z.object({
  type: z.enum(["directory", "file"]),
  owner: z.string(),
  group: z.string(),
  mode: z.string(),
  nameQuota: z.number().nullable(),
  spaceQuotaBytes: z.number().nullable(),
  snapshotsAllowed: z.boolean(),
  spaceUsedBytes: z.number(),
});

/** What `hdfs-admin list` says. */
export const listShape = z.object({ entries: z.array(z.unknown()) });

export type SeenDirectory = z.infer<typeof statShape> & { readonly isEmpty: boolean };
