import { parse, parseDocument } from "yaml";
import { z } from "zod";

const KEY = "trainyard:images";
const shape = z.looseObject({ config: z.looseObject({ [KEY]: z.record(z.string(), z.string()).nullish() }) });

/** `trainyard:images` of a stack's file. */
export function imagesIn(text: string): Readonly<Record<string, string>> {
  return shape.safeParse(parse(text)).data?.config[KEY] ?? {};
}

/** The file with other images; comments and all else stay as they are. */
export function withImages(text: string, images: Readonly<Record<string, string>>): string {
  const document = parseDocument(text);
  const sorted = Object.fromEntries(Object.entries(images).sort(([a], [b]) => (a < b ? -1 : 1)));
  if (Object.keys(images).length === 0) document.deleteIn(["config", KEY]);
  else document.setIn(["config", KEY], document.createNode(sorted));
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}
