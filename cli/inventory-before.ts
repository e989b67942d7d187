import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Context } from "./context.ts";
import { type Inventory, inventory, inventoryShape } from "./inventory.ts";

const fileOf = (context: Pick<Context, "home">) => join(context.home, "local", "inventory-before.json");

/** Takes stock before anything is started, once, so that `down` can prove that nothing is left. */
export async function keepInventoryBefore(context: Context): Promise<void> {
  const file = fileOf(context);
  if (existsSync(file)) return;
  const found = await inventory(context);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.aside`, JSON.stringify(found, null, 1));
  await rename(`${file}.aside`, file);
}

/** What was there before; undefined where nothing was ever started, or where it cannot be read any more, which is said. */
export async function inventoryBefore(context: Pick<Context, "home" | "out">): Promise<Inventory | undefined> {
  const file = fileOf(context);
  if (!existsSync(file)) return undefined;
  try {
    return inventoryShape.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    context.out.warn(`${file} cannot be read: only what works for this clone is looked for`);
    return undefined;
  }
}

/** Once `down` has compared, the next `up` takes stock anew. */
export async function forgetInventory(context: Context): Promise<void> {
  await rm(fileOf(context), { force: true });
}
