// Prints what a program with one resource of each kind registers. Plain Node runs it: the test runner rewrites `import()`,
// and Pulumi cannot store a rewritten shim.
import * as pulumi from "@pulumi/pulumi";
import { NetworkVolume, RegistryAuth, Template } from "../../../components/runpod/index.ts";

const recorded: { type: string; name: string; inputs: unknown }[] = [];
const newResource = ({ type, name, inputs }: pulumi.runtime.MockResourceArgs) => {
  recorded.push({ type, name, inputs: inputs as unknown });
  return { id: `${name}-id`, state: inputs as Record<string, unknown> };
};
await pulumi.runtime.setMocks({ call: () => ({}), newResource }, "trainyard", "dev");
new NetworkVolume("corpora", { sizeGb: 50, dataCenter: "EU-RO-1" });
new Template("notebook", { image: "example/notebook:1" });
new RegistryAuth("images", { username: "robot", password: "SENTINEL" });
await pulumi.runtime.disconnect();
process.stdout.write(JSON.stringify(recorded));
