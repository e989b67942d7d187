import { afterAll, beforeAll, describe } from "vitest";
import { startBrowser } from "../../../support/browser.ts";
import { DataApiDrill } from "../../../support/data-api-drill.ts";
import { journeyTests, type Service } from "./journeys.ts";

const namespace = "api-page-test";
let drill: DataApiDrill;
let service: Service;

beforeAll(async () => {
  drill = await DataApiDrill.open(namespace, 'users: [{ name: "dara", role: "writer" }]');
  const { data } = await drill.hbase.hdfs.bench.core.readNamespacedSecret({ name: "gateway-credentials", namespace });
  const password = Buffer.from(data?.["password-dara"] ?? "", "base64").toString("utf8");
  const { url, tokens } = drill.client;
  service = { url, browser: await startBrowser(), user: "dara", password, token: tokens.admin };
}, 1_500_000);
afterAll(async () => {
  await service.browser.close();
  await drill.close();
});

describe("the page and the client against the service on a real HDFS and HBase", { timeout: 300_000 }, () => {
  journeyTests(() => service);
});
