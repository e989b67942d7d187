import { beforeEach, expect, it } from "vitest";
import { Provider } from "../../../components/lib/kubernetes.ts";
import { built, mockPulumi } from "../../support/mocks.ts";

beforeEach(() => mockPulumi());

it("tells its plugin where the cluster is, and switches as the official class sends them: as JSON texts", async () => {
  new Provider("cluster", { context: "team", enableConfigMapMutable: true, enableSecretMutable: false });
  const [provider] = await built();
  expect(provider?.inputs).toEqual({ context: "team", enableConfigMapMutable: "true", enableSecretMutable: "false" });
});
