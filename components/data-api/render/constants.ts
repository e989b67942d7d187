/** Port of the API and of its page. */
export const PORT = 8000;
/** Port of probes and metrics: in no Service. */
export const MANAGEMENT_PORT = 8001;
/** Where the Secret with users and the key of sessions is mounted, as the service expects it. */
export const USERS_DIR = "/etc/data-api";
/** Its name, of an API's. */
export const usersSecret = (name: string): string => `${name}-users`;
/** Keys of that Secret. */
export const USERS_KEY = "users.json";
export const SESSION_KEY = "session-key";
/** Where the configurations of HDFS and HBase are mounted, as the service expects them. */
export const HADOOP_DIR = "/etc/hadoop";
export const HBASE_DIR = "/etc/hbase";
/** Label of a pod that collects metrics, and may reach the port for them. */
export const SCRAPER_LABELS = { "trainyard/scrapes": "metrics" } as const;

/** Keys of the Secret with what was drawn: a person's password, a program's token. */
export const passwordKey = (user: string): string => `password-${user}`;
export const tokenKey = (id: string): string => `token-${id}`;
