export type { TrackingArgs, TrackingInputs } from "./args.ts";
