import { randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { receiveFile } from "./body.ts";
import { S3Error } from "./errors.ts";
import { keyPath, orMissing, uploadsFolder } from "./keys.ts";
import { type ObjectFacts, publish, scratchPath } from "./objects.ts";
import { decodeXml, elements } from "./xml.ts";

/** A part on disk is named `<number>.<md5>`; the file `key` beside it says where the whole will go. */
interface Part {
  readonly number: number;
  readonly md5Hex: string;
}

/** CreateMultipartUpload: the id of the new upload. */
export async function createUpload(root: string, key: string): Promise<string> {
  keyPath(root, key);
  const id = randomUUID();
  const folder = join(await uploadsFolder(root), id);
  await mkdir(folder);
  await writeFile(join(folder, "key"), key);
  return id;
}

/** The folder of an upload of this very key, or NoSuchUpload. */
async function uploadFolder(root: string, key: string, id: string): Promise<string> {
  const folder = join(await uploadsFolder(root), id);
  const known = /^[0-9a-f-]{36}$/.test(id) ? await orMissing(readFile(join(folder, "key"), "utf8")) : undefined;
  if (known !== key) throw new S3Error("NoSuchUpload", "the upload does not exist: wrong id, aborted or completed");
  return folder;
}

async function partsIn(folder: string): Promise<Part[]> {
  return (await readdir(folder)).flatMap((name) => {
    const match = /^(\d+)\.([0-9a-f]{32})$/.exec(name);
    return match === null ? [] : [{ number: Number(match[1]), md5Hex: match[2] ?? "" }];
  });
}

const partPath = (folder: string, part: Part) => join(folder, `${part.number}.${part.md5Hex}`);

/** UploadPart: the ETag of the part. The same number again replaces the part. */
export async function putPart(
  root: string,
  at: { key: string; uploadId: string; partNumber: string },
  request: Request,
): Promise<string> {
  const folder = await uploadFolder(root, at.key, at.uploadId);
  const number = Number(at.partNumber);
  if (!/^\d{1,5}$/.test(at.partNumber) || number < 1 || number > 10_000) {
    throw new S3Error("InvalidArgument", "partNumber must be 1 - 10000");
  }
  const incoming = join(folder, randomUUID());
  const { md5Hex } = await receiveFile(request, incoming);
  const before = await partsIn(folder);
  await rename(incoming, partPath(folder, { number, md5Hex }));
  const replaced = before.filter((part) => part.number === number && part.md5Hex !== md5Hex);
  await Promise.all(replaced.map((part) => rm(partPath(folder, part), { force: true })));
  return `"${md5Hex}"`;
}

function chosenParts(xml: string, stored: readonly Part[]): Part[] {
  const asked = elements(xml, "Part").map((part) => ({
    number: Number(elements(part, "PartNumber")[0] ?? "0"),
    md5Hex: decodeXml(elements(part, "ETag")[0] ?? "").replaceAll('"', ""),
  }));
  if (asked.length === 0) throw new S3Error("MalformedXML", "the list of parts is empty");
  asked.forEach((part, index) => {
    if (index > 0 && part.number <= (asked[index - 1]?.number ?? 0)) {
      throw new S3Error("InvalidPartOrder", "the parts must be in ascending order");
    }
    if (!stored.some((known) => known.number === part.number && known.md5Hex === part.md5Hex)) {
      throw new S3Error("InvalidPart", `part ${part.number} was not uploaded or has another ETag`);
    }
  });
  return asked;
}

/** CompleteMultipartUpload: joins the parts in the order of `xml`, then removes the upload. What fails can be completed again. */
export async function completeUpload(
  root: string,
  at: { key: string; uploadId: string },
  xml: string,
): Promise<ObjectFacts> {
  const folder = await uploadFolder(root, at.key, at.uploadId);
  const parts = chosenParts(xml, await partsIn(folder));
  const scratch = await scratchPath(root);
  try {
    for (const part of parts) {
      await pipeline(createReadStream(partPath(folder, part)), createWriteStream(scratch, { flags: "a" }));
    }
  } catch (error) {
    await rm(scratch, { force: true });
    throw error;
  }
  const object = await publish(root, at.key, scratch);
  await rm(folder, { recursive: true });
  return object;
}

/** AbortMultipartUpload. */
export async function abortUpload(root: string, at: { key: string; uploadId: string }): Promise<void> {
  await rm(await uploadFolder(root, at.key, at.uploadId), { recursive: true });
}
