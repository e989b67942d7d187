export type { NetworkVolumeArgs } from "./network-volume/args.ts";
export { NetworkVolume } from "./network-volume/provider.ts";
export type { RegistryAuthArgs } from "./registry-auth/args.ts";
export { RegistryAuth } from "./registry-auth/provider.ts";
export type { TemplateArgs } from "./template/args.ts";
export { Template } from "./template/provider.ts";
