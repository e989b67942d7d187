import { Resolver } from "node:dns/promises";

/** Asks one DNS server for the address of one name; ends with 0 when it has an answer. Runs inside the node's network. */
const [server = "", name = ""] = process.argv.slice(2);
const resolver = new Resolver({ timeout: 1000, tries: 1 });
resolver.setServers([server]);
const addresses = await resolver.resolve4(name).catch(() => []);
process.exitCode = addresses.length > 0 ? 0 : 1;
