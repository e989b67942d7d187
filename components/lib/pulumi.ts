// What we use of Pulumi's SDK, part by part: its index also loads a TypeScript compiler and a package manager, which takes
// a program longer than all the rest of its start.
export { getProject, getStack } from "@pulumi/pulumi/metadata.js";
export { all, output, secret, unknown } from "@pulumi/pulumi/output.js";
export { ComponentResource, CustomResource, mergeOptions, ProviderResource } from "@pulumi/pulumi/resource.js";
export { allConfig } from "@pulumi/pulumi/runtime/config.js";
export { isDryRun } from "@pulumi/pulumi/runtime/settings.js";
export type {
  ComponentResourceOptions,
  CustomResourceOptions,
  dynamic,
  Input,
  Inputs,
  Output,
  ResourceOptions,
} from "@pulumi/pulumi";
