import "../rule/lean-sdk.ts";
import { PolicyPack } from "@pulumi/policy";
import { rules as cost } from "../cost/rules.ts";
import { rules as reliability } from "../reliability/rules.ts";
import { policyAmongOthers } from "../rule/policy.ts";
import { rules as security } from "../security/rules.ts";
import names from "./packs.json" with { type: "json" };

const packs = { cost, reliability, security };

// ./yard reads packs.json as well, and starts by itself each pack that is not in it.
const policies = names.flatMap((name) => packs[name].map((rule) => policyAmongOthers(name, rule)));
new PolicyPack("trainyard", { policies });
