package trainyard.hdfs;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.HAUtil;

/** The file system of the configuration. */
final class Store {
  private Store() {}

  /** Throws where `fs.defaultFS` is not HDFS: nothing that the tool does would mean anything there. */
  static DistributedFileSystem open(Configuration configuration) throws IOException {
    var files = FileSystem.newInstance(configuration);
    if (files instanceof DistributedFileSystem distributed) return distributed;
    files.close();
    throw new IOException("fs.defaultFS is " + files.getUri() + ", not HDFS; mount core-site.xml in /etc/hadoop");
  }

  static InetSocketAddress activeNameNode(DistributedFileSystem files) throws IOException {
    return HAUtil.getAddressOfActive(files);
  }
}
