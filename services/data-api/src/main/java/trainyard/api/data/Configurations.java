package trainyard.api.data;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hbase.HBaseConfiguration;
import org.apache.hadoop.hdfs.HdfsConfiguration;

/** The files of /etc/hadoop and /etc/hbase, with the patience of a service that answers people. */
public final class Configurations {
  private Configurations() {}

  public static Configuration hdfs() {
    var hdfs = new HdfsConfiguration();
    hdfs.setInt("ipc.client.connect.timeout", 5000);
    hdfs.setInt("ipc.client.connect.max.retries", 3);
    hdfs.setInt("ipc.client.connect.max.retries.on.timeouts", 2);
    hdfs.setInt("ipc.client.rpc-timeout.ms", 30_000);
    hdfs.setInt("dfs.client.socket-timeout", 30_000);
    hdfs.setInt("dfs.client.failover.max.attempts", 8);
    hdfs.setBoolean("fs.automatic.close", false);
    return hdfs;
  }

  public static Configuration hbase() {
    var hbase = HBaseConfiguration.create();
    hbase.setInt("hbase.rpc.timeout", 20_000);
    hbase.setInt("hbase.client.operation.timeout", 40_000);
    hbase.setInt("hbase.client.meta.operation.timeout", 30_000);
    hbase.setInt("hbase.client.scanner.timeout.period", 30_000);
    hbase.setInt("hbase.client.pause", 100);
    hbase.setInt("hbase.client.retries.number", 12);
    hbase.setInt("hbase.client.keyvalue.maxsize", 10 << 20);
    return hbase;
  }
}
