export type { ZooKeeperArgs } from "./args.ts";
export type { ZooKeeperLink } from "./link.ts";
export { ZooKeeper } from "./zookeeper.ts";
