import { expect, it } from "vitest";
import { addressOf } from "../../../../components/data-api/client/index.ts";

it("uses an http(s) address as it is, without a slash at its end", async () => {
  expect(await addressOf("https://data.example.org/api/", {}, false)()).toBe("https://data.example.org/api");
});

it.each(["ftp://data.example.org", "https://user:word@data.example.org", "data.example.org"])("refuses %s", (url) => {
  expect(() => addressOf(url, {}, false)).toThrow("must be an http(s) URL without a user in it");
});

it("refuses a foreign address where only this machine is allowed", async () => {
  expect(() => addressOf("https://data.example.org", {}, true)).toThrow("TRAINYARD_LOOPBACK_ONLY=1");
  expect(await addressOf("http://127.0.0.1:8000", {}, true)()).toBe("http://127.0.0.1:8000");
});
