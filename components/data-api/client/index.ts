export { addressOf } from "./address.ts";
export { type ClientOptions, DataApiClient, type FileMetadata, type NewRow, type Snapshot } from "./client.ts";
export { DataApiError } from "./failures.ts";
