export type { MLflowArgs, PublishedArgs, RetentionArgs } from "./args.ts";
export type { MLflowLink } from "./link.ts";
export { MLflow } from "./mlflow.ts";
