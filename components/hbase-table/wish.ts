import { z } from "zod";
import { provenCodecs } from "./codecs.ts";
import { keyBytes } from "./row-key.ts";

const tableName = /^([A-Za-z0-9_]+:)?[A-Za-z0-9_][A-Za-z0-9_.-]*$/;
const codec = z.string().refine((name) => provenCodecs.some((proven) => proven === name), {
  error: ({ input }) => `${String(input)} is not on the class path of the image hbase; take ${provenCodecs.join(", ")}`,
});
const wholeOrNull = (least: number, most: number) => z.int().min(least).max(most).nullable().default(null);

const family = z.strictObject({
  name: z.string(),
  ttlSeconds: z.number().nullable().default(null),
  maxVersions: z.number(),
  compression: z.string(),
  bloomFilter: z.string(),
  mobThresholdBytes: z.number().nullable().default(null),
});

/** What a table is asked to be, or what somebody has made of it by hand: the state keeps that after a refresh. */
export const tableShape = z.strictObject({
  name: z.string(),
  families: z.array(family),
  splits: z.array(z.string()).default([]),
  allowDataLoss: z.boolean(),
});

/** What may be asked for. */
export const tableRules = tableShape.extend({
  name: z.string().regex(tableName, { error: 'must be a name of HBase, as "orders" or "shop:orders"' }),
  families: z
    .array(
      family.extend({
        name: z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/, { error: "must be letters, digits, _, . and -" }),
        ttlSeconds: wholeOrNull(1, 2_147_483_646),
        maxVersions: z.int().min(1).max(10_000),
        compression: codec,
        bloomFilter: z.enum(["NONE", "ROW", "ROWCOL"]),
        mobThresholdBytes: wholeOrNull(1, 1_073_741_824),
      }),
    )
    .min(1),
  splits: z.array(z.string().min(1)).default([]),
});

export type TableWish = z.infer<typeof tableShape>;
export type FamilyWish = z.infer<typeof family>;

/** What `hbase-admin table-describe` says. */
export const seenShape = z.object({
  families: z.array(family.strip()),
  /** Row keys at which its regions begin, base64. */
  splits: z.array(z.string()),
  enabled: z.boolean(),
});

export type SeenTable = z.infer<typeof seenShape>;
export type SeenFamily = SeenTable["families"][number];

/** Splits as the tool takes them. */
export const splitKeys = (wish: TableWish): readonly string[] =>
  wish.splits.map((text) => keyBytes(text).toString("base64"));
