export const NAME_NODE_PORT = 8020;
export const NAME_NODE_HTTP_PORT = 9870;
export const DATA_NODE_PORT = 9866;
export const DATA_NODE_HTTP_PORT = 9864;
export const DATA_NODE_IPC_PORT = 9867;
export const JOURNAL_PORT = 8485;
export const JOURNAL_HTTP_PORT = 8480;
export const FAILOVER_PORT = 8019;

/** Where the configuration of HDFS is mounted. */
export const CONFIG_DIR = "/etc/hadoop";
/** Where our scripts are mounted. */
export const SCRIPTS_DIR = "/scripts";
/** Where the exclude file is mounted: a folder, since a mounted file does not follow its ConfigMap. */
export const HOSTS_DIR = "/etc/hdfs-hosts";
export const EXCLUDE_KEY = "exclude";
/** Where the bootstrap of a NameNode sees whether the file system has served before, and by what key. */
export const STANDS_DIR = "/etc/hdfs-stands";
export const SERVED_KEY = "nameNodes";
/** Where the claim is mounted; data stands below, since a volume's own folder may hold what its file system put there. */
export const DATA_MOUNT = "/data";
/** The image of the name space, made aside and renamed. */
export const NAME_DIR = `${DATA_MOUNT}/name`;
/** Where copies of the name space go. */
export const BACKUP_DIR = "/backups";
/** Where the job that copies the name space makes an image of the edits. */
export const CHECKPOINT_DIR = "/tmp/checkpoint";
/** A DataNode that is not heard of for twice the recheck and ten heartbeats is dead: 10.5 minutes, and its blocks are copied. */
export const HEARTBEAT_SECONDS = 3;
export const RECHECK_SECONDS = 300;
/** Between two reports of all blocks of a DataNode. HDFS's six hours are meant for millions of blocks; here one takes a moment. */
export const FULL_REPORT_SECONDS = 300;
/** After which, or at most twice that, a copy that was ordered is ordered again. HDFS's five minutes are as long as a whole drain. */
export const COPY_AGAIN_SECONDS = 120;
/** A start may take a day: as long as the edits since the last image, and the image, take to read. */
export const LONG_START = { periodSeconds: 5, failures: 17_280 };
/** The standby has a new segment of edits begun when the last one is so old. It looks so often. HDFS's two minutes and one make rolls long. */
export const NEW_SEGMENT_SECONDS = 60;
export const TAIL_SECONDS = 20;
