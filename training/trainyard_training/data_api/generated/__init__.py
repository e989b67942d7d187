"""The data API as its description has it. Made by tools/data-client/generate.ts."""
