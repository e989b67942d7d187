package trainyard.api.data;

import org.apache.hadoop.hbase.client.Connection;
import org.apache.hadoop.hdfs.DistributedFileSystem;

/** The two stores. Both throw a problem 503 while they were not reached yet; neither ever waits for a connection. */
public interface DataLayer {
  Connection hbase();

  DistributedFileSystem hdfs();
}
