import "../rule/lean-sdk.ts";
import { PolicyPack } from "@pulumi/policy";
import { policyOf } from "../rule/policy.ts";
import { rules } from "./rules.ts";

new PolicyPack("trainyard-cost", { policies: rules.map(policyOf) });
