import "./sdk-debug-lines.ts";
import "./stack-traces.ts";
import { installPlainStructs } from "../api/pulumi/plain-structs.ts";
import * as pulumi from "../components/lib/pulumi.ts";
import { parseConfig } from "./config.ts";
import { outputsOf } from "./outputs.ts";
import { buildPlatform } from "./platform.ts";

installPlainStructs();
const config = parseConfig(pulumi.allConfig());
const platform = buildPlatform(config);
export const { volume, jobs, services, namespace, data, ledger } = outputsOf(platform);
