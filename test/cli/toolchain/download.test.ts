import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { fetchRelease, findChecksum, releaseSite } from "../../../cli/toolchain/download.ts";

const site = releaseSite("linux-x64", "3.250.0");
const archive = new TextEncoder().encode("archive");
const digest = createHash("sha256").update(archive).digest("hex");

/** A site that answers with these bodies and 404 for all else. */
function serving(bodies: Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>) {
  return async (url: string) => {
    const body = bodies[url];
    return body === undefined ? new Response("", { status: 404 }) : new Response(body);
  };
}

it("takes the archive that has its published checksum", async () => {
  const sums = `${digest}  pulumi-v3.250.0-linux-x64.tar.gz\n`;
  const got = await fetchRelease(site, serving({ [site.checksums]: sums, [site.archive]: archive }));
  expect(got).toEqual({ archive });
});

it("refuses an archive with another checksum", async () => {
  const sums = `${"0".repeat(64)}  pulumi-v3.250.0-linux-x64.tar.gz\n`;
  const got = await fetchRelease(site, serving({ [site.checksums]: sums, [site.archive]: archive }));
  expect(got).toEqual({ refused: `${site.archive} does not have its published checksum` });
});

it("refuses quietly where the site does not answer", async () => {
  const unreachable = async () => {
    throw new TypeError("fetch failed", { cause: new Error("getaddrinfo ENOTFOUND get.pulumi.com") });
  };
  expect(await fetchRelease(site, unreachable)).toEqual({ refused: "getaddrinfo ENOTFOUND get.pulumi.com" });
  expect(await fetchRelease(site, serving({}))).toEqual({ refused: `${site.checksums} answered 404` });
});

it("finds the checksum of one name among many", () => {
  const text = `${"a".repeat(64)}  one.tar.gz\n${"b".repeat(64)} *two.tar.gz\nnonsense\n`;
  expect(findChecksum(text, "one.tar.gz")).toBe("a".repeat(64));
  expect(findChecksum(text, "two.tar.gz")).toBe("b".repeat(64));
  expect(findChecksum(text, "three.tar.gz")).toBeUndefined();
});
