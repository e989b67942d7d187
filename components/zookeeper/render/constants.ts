/** For clients. */
export const CLIENT_PORT = 2181;
/** Followers to their leader. */
export const PEER_PORT = 2888;
export const ELECTION_PORT = 3888;
/** Where the configuration and our scripts are mounted. */
export const CONFIG_DIR = "/etc/zookeeper";
/** Where the claim is mounted; data stands below, since a volume's own folder may hold what its file system put there. */
export const DATA_MOUNT = "/data";
export const CONFIG_KEY = "zoo.cfg";
