/** The CLI starts a plugin with its own address as the last argument that is no flag; empty where there is none. */
export const engineAddressOf = (args: readonly string[]): string =>
  args.filter((argument) => !argument.startsWith("-")).at(-1) ?? "";
