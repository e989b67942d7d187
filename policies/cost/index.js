import { PolicyPack } from "@pulumi/policy";
import { maxDurationMinutes } from "./rules/max-duration-minutes.ts";
import { maxUsd } from "./rules/max-usd.ts";
import { maxUsdPerHour } from "./rules/max-usd-per-hour.ts";

new PolicyPack("trainyard-cost", { policies: [maxUsd, maxUsdPerHour, maxDurationMinutes] });
