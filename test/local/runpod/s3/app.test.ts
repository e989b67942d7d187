import { createHash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readdir, readFile, rm, rmdir, stat, symlink, truncate, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type S3Bed, startS3 } from "./server.ts";

const Bucket = "vol123";
let bed: S3Bed;
beforeEach(async () => {
  bed = await startS3();
});
afterEach(async () => bed.close());

const put = (Key: string, Body: string | Uint8Array) => bed.client.send(new PutObjectCommand({ Bucket, Key, Body }));
const get = async (Key: string, Range?: string) => {
  const answer = await bed.client.send(
    new GetObjectCommand({ Bucket, Key, ...(Range === undefined ? {} : { Range }) }),
  );
  return { answer, text: (await answer.Body?.transformToString()) ?? "" };
};
const list = (options: { Prefix?: string; Delimiter?: string; MaxKeys?: number; ContinuationToken?: string }) =>
  bed.client.send(new ListObjectsV2Command({ Bucket, ...options }));

describe("objects are files of the volume", () => {
  it("writes what the pod reads and reads what the pod wrote", async () => {
    await put("runs/a1/intent.json", '{"a":1}');
    expect(await readFile(join(bed.folder, "runs/a1/intent.json"), "utf8")).toBe('{"a":1}');
    await writeFile(join(bed.folder, "runs/a1/status.json"), "from the pod");
    expect((await get("runs/a1/status.json")).text).toBe("from the pod");
  });

  it("leaves files and folders open to a pod that is not root", async () => {
    await put("corpora/x/train.bin", "x");
    expect((await stat(join(bed.folder, "corpora/x"))).mode & 0o777).toBe(0o777);
    expect((await stat(join(bed.folder, "corpora/x/train.bin"))).mode & 0o777).toBe(0o666);
  });

  it("keeps names that need encoding, Khmer ones among them", async () => {
    const key = "a b/ខ្មែរ (1)+'!*~=&#?%20.txt";
    await put(key, "ok");
    expect((await get(key)).text).toBe("ok");
    expect((await list({})).Contents?.map((entry) => entry.Key)).toEqual([key]);
  });

  it("answers the same facts to HEAD, GET and the listing", async () => {
    await put("f", "twelve bytes");
    const head = await bed.client.send(new HeadObjectCommand({ Bucket, Key: "f" }));
    const { answer } = await get("f");
    const entry = (await list({})).Contents?.[0];
    expect([head.ContentLength, answer.ContentLength, entry?.Size]).toEqual([12, 12, 12]);
    expect(new Set([head.ETag, answer.ETag, entry?.ETag]).size).toBe(1);
  });

  it("serves an empty file", async () => {
    await put("empty", "");
    expect(await get("empty")).toMatchObject({ text: "", answer: { ContentLength: 0 } });
  });

  it("serves ranges from the front, the middle and the end", async () => {
    await put("f", "0123456789");
    expect((await get("f", "bytes=0-3")).text).toBe("0123");
    expect((await get("f", "bytes=8-")).text).toBe("89");
    expect(await get("f", "bytes=-2")).toMatchObject({ text: "89", answer: { ContentRange: "bytes 8-9/10" } });
    await expect(get("f", "bytes=10-")).rejects.toMatchObject({ name: "InvalidRange" });
  });

  it("deletes one, deletes many, and does not mind what is gone", async () => {
    await Promise.all(["a", "b/c", "d"].map((key) => put(key, key)));
    await bed.client.send(new DeleteObjectCommand({ Bucket, Key: "a" }));
    await bed.client.send(new DeleteObjectCommand({ Bucket, Key: "a" }));
    const Delete = { Objects: [{ Key: "b/c" }, { Key: "never" }] };
    const many = await bed.client.send(new DeleteObjectsCommand({ Bucket, Delete }));
    expect(many.Deleted?.map((entry) => entry.Key)).toEqual(["b/c", "never"]);
    expect((await list({})).Contents?.map((entry) => entry.Key)).toEqual(["d"]);
  });

  it("refuses a key whose folder is a file", async () => {
    await put("a", "file");
    await expect(put("a/b", "x")).rejects.toMatchObject({ name: "InvalidArgument" });
  });
});

describe("large files", () => {
  it("streams 300 MB without holding it in memory", { timeout: 120_000 }, async () => {
    await writeFile(join(bed.folder, "big"), "");
    await truncate(join(bed.folder, "big"), 300_000_000);
    const before = process.memoryUsage().arrayBuffers;
    let [bytes, peak] = [0, 0];
    const { Body } = await bed.client.send(new GetObjectCommand({ Bucket, Key: "big" }));
    for await (const chunk of Body as AsyncIterable<Uint8Array>) {
      bytes += chunk.length;
      peak = Math.max(peak, process.memoryUsage().arrayBuffers - before);
    }
    expect(bytes).toBe(300_000_000);
    expect(peak).toBeLessThan(150_000_000);
  });

  it("takes a stream in parts through lib-storage and joins them in order", async () => {
    const content = randomBytes(23_000_000);
    await writeFile(join(bed.folder, "source"), content);
    const Body = createReadStream(join(bed.folder, "source"));
    const upload = new Upload({ client: bed.client, params: { Bucket, Key: "deep/target", Body }, queueSize: 3 });
    await upload.done();
    const sha256 = (data: Uint8Array) => createHash("sha256").update(data).digest("hex");
    expect(sha256(await readFile(join(bed.folder, "deep/target")))).toBe(sha256(content));
    expect(await readdir(join(bed.folder, ".s3compat_uploads"))).toEqual([]);
  });

  it("keeps parts on the volume until the upload is aborted, and lists none of them", async () => {
    const { UploadId } = await bed.client.send(new CreateMultipartUploadCommand({ Bucket, Key: "k" }));
    await bed.client.send(new UploadPartCommand({ Bucket, Key: "k", UploadId, PartNumber: 1, Body: "part" }));
    expect((await readdir(join(bed.folder, ".s3compat_uploads", UploadId ?? ""))).length).toBe(2);
    expect((await list({})).Contents).toBeUndefined();
    await bed.client.send(new AbortMultipartUploadCommand({ Bucket, Key: "k", UploadId }));
    expect(await readdir(join(bed.folder, ".s3compat_uploads"))).toEqual([]);
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag: "x" }] };
    const complete = new CompleteMultipartUploadCommand({ Bucket, Key: "k", UploadId, MultipartUpload });
    await expect(bed.client.send(complete)).rejects.toMatchObject({ name: "NoSuchUpload" });
  });

  /** An upload of two parts, and what completes it. */
  const uploaded = async (Key: string) => {
    const { UploadId } = await bed.client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const Parts: { PartNumber: number; ETag: string | undefined }[] = [];
    for (const PartNumber of [1, 2]) {
      const part = { Bucket, Key, UploadId, PartNumber, Body: `part ${PartNumber} ` };
      Parts.push({ PartNumber, ETag: (await bed.client.send(new UploadPartCommand(part))).ETag });
    }
    const complete = { Bucket, Key, UploadId, MultipartUpload: { Parts } };
    return {
      folder: join(bed.folder, ".s3compat_uploads", UploadId ?? ""),
      complete: () => bed.client.send(new CompleteMultipartUploadCommand(complete)),
    };
  };

  it("keeps the parts of an upload that could not be completed, for the next try", async () => {
    const { complete } = await uploaded("k");
    await mkdir(join(bed.folder, "k"));
    await expect(complete()).rejects.toMatchObject({ name: "InvalidArgument" });
    await rmdir(join(bed.folder, "k"));
    await complete();
    expect((await get("k")).text).toBe("part 1 part 2 ");
    expect(await readdir(join(bed.folder, ".s3compat_uploads"))).toEqual([]);
  });

  it("leaves no half of a file behind whose parts could not be joined", async () => {
    const { folder, complete } = await uploaded("k");
    const second = (await readdir(folder)).find((name) => name.startsWith("2.")) ?? "";
    await rm(join(folder, second));
    await mkdir(join(folder, second)); // as a disk that cannot be read, or is full
    await expect(complete()).rejects.toMatchObject({ name: "InternalError" });
    expect(await readdir(join(bed.folder, ".s3compat_uploads"))).toEqual([basename(folder)]);
  });

  it("refuses to complete with a part of another content", async () => {
    const { UploadId } = await bed.client.send(new CreateMultipartUploadCommand({ Bucket, Key: "k" }));
    await bed.client.send(new UploadPartCommand({ Bucket, Key: "k", UploadId, PartNumber: 1, Body: "part" }));
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag: '"00000000000000000000000000000000"' }] };
    const complete = new CompleteMultipartUploadCommand({ Bucket, Key: "k", UploadId, MultipartUpload });
    await expect(bed.client.send(complete)).rejects.toMatchObject({ name: "InvalidPart" });
  });
});

describe("listing", () => {
  it("pages in byte order and rolls up folders", async () => {
    await Promise.all(["a/1", "a/2", "a-b", "b/c/1", "b/d", "z"].map((key) => put(key, key)));
    const pages: string[][] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await list({ MaxKeys: 2, ...(ContinuationToken === undefined ? {} : { ContinuationToken }) });
      pages.push(page.Contents?.map((entry) => entry.Key ?? "") ?? []);
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    expect(pages).toEqual([
      ["a-b", "a/1"],
      ["a/2", "b/c/1"],
      ["b/d", "z"],
    ]);
    const top = await list({ Delimiter: "/" });
    expect(top.CommonPrefixes?.map((entry) => entry.Prefix)).toEqual(["a/", "b/"]);
    expect(top.Contents?.map((entry) => entry.Key)).toEqual(["a-b", "z"]);
    const inner = await list({ Delimiter: "/", Prefix: "b/" });
    expect(inner).toMatchObject({ CommonPrefixes: [{ Prefix: "b/c/" }], Contents: [{ Key: "b/d" }] });
  });
});

describe("what leads out of the volume", () => {
  it("refuses to read or write through a link that a pod put there", async () => {
    await symlink("/etc", join(bed.folder, "out"));
    await symlink("/etc/hostname", join(bed.folder, "host"));
    await expect(get("out/hostname")).rejects.toMatchObject({ name: "AccessDenied" });
    await expect(get("host")).rejects.toMatchObject({ name: "AccessDenied" });
    await expect(put("out/new", "x")).rejects.toMatchObject({ name: "AccessDenied" });
    expect((await list({})).Contents).toBeUndefined();
  });

  it("replaces a link by a file instead of following it", async () => {
    await mkdir(join(bed.folder, "inner"));
    await writeFile(join(bed.folder, "inner/kept"), "kept");
    await symlink("inner/kept", join(bed.folder, "link"));
    await put("link", "new");
    expect(await readFile(join(bed.folder, "inner/kept"), "utf8")).toBe("kept");
  });

  it.each(["../up", "a/../../up", "./x", "a//b", "/lead", ".s3compat_uploads/x"])("refuses the key %s", async (key) => {
    await expect(put(key, "x")).rejects.toMatchObject({
      name: expect.stringMatching(/InvalidArgument|AccessDenied|SignatureDoesNotMatch|NoSuch|Auth/) as string,
    });
    expect((await list({})).Contents).toBeUndefined();
  });
});
