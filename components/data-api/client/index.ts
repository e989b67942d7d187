export { addressOf } from "./address.ts";
export { sha256Of } from "./hash.ts";
export { type ClientOptions, DataApiClient, type FileMetadata, type NewRow, type Snapshot } from "./client.ts";
export { DataApiError } from "./failures.ts";
