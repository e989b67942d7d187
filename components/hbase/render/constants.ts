export const MASTER_PORT = 16000;
export const REGION_SERVER_PORT = 16020;
/** Where the configuration of HBase is mounted, and that of HDFS beside it. */
export const CONFIG_DIR = "/etc/hbase";
