import * as pulumi from "@pulumi/pulumi";
import { parseConfig } from "./config.ts";
import { outputsOf } from "./outputs.ts";
import { buildPlatform } from "./platform.ts";

const config = parseConfig(pulumi.runtime.allConfig());
const platform = buildPlatform(config);
export const { volume, jobs } = outputsOf(platform);
