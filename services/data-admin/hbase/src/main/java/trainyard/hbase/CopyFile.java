package trainyard.hbase;

import java.io.File;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hbase.client.Result;
import org.apache.hadoop.hbase.shaded.protobuf.ProtobufUtil;
import org.apache.hadoop.hbase.shaded.protobuf.generated.ClientProtos;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.SequenceFile;
import org.apache.hadoop.io.SequenceFile.CompressionType;
import org.apache.hadoop.io.compress.DefaultCodec;

/**
 * Rows in a SequenceFile of a local folder: the key is the row, the value all its cells as HBase sends them. Beside it stand the
 * checksums of Hadoop; the sum of what was written or read is the one that `checksum` says of the table.
 */
final class CopyFile {
  private static final String SCHEME = "file://";

  private CopyFile() {}

  /** Rows one after the other; null at the end. */
  @FunctionalInterface
  interface Rows {
    Result next() throws IOException;
  }

  /** What is done with a row. */
  @FunctionalInterface
  interface Sink {
    void take(Result row) throws IOException;
  }

  static Content write(File file, Rows rows) throws Exception {
    var sum = new Content.Sum();
    try (var writer =
        SequenceFile.createWriter(
            local(),
            SequenceFile.Writer.file(new Path(SCHEME + file.getAbsolutePath())),
            SequenceFile.Writer.keyClass(BytesWritable.class),
            SequenceFile.Writer.valueClass(BytesWritable.class),
            SequenceFile.Writer.compression(CompressionType.BLOCK, new DefaultCodec()))) {
      for (var row = rows.next(); row != null; row = rows.next()) {
        sum.add(row);
        writer.append(new BytesWritable(row.getRow()), new BytesWritable(ProtobufUtil.toResult(row).toByteArray()));
      }
    } catch (FSError e) {
      // Hadoop throws an Error for what its local file system says, as of a full disk.
      throw new IOException(e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
    }
    return sum.done();
  }

  static Content read(File file, Sink sink) throws Exception {
    var sum = new Content.Sum();
    var key = new BytesWritable();
    var value = new BytesWritable();
    try (var reader =
        new SequenceFile.Reader(local(), SequenceFile.Reader.file(new Path(SCHEME + file.getAbsolutePath())))) {
      while (reader.next(key, value)) {
        var row = ProtobufUtil.toResult(ClientProtos.Result.parseFrom(value.copyBytes()));
        sum.add(row);
        sink.take(row);
      }
    } catch (FSError e) {
      throw new IOException(e.getMessage(), e);
    }
    return sum.done();
  }

  /** Files of this machine, with the checksums that Hadoop keeps beside them. */
  private static Configuration local() {
    return new Configuration(false);
  }
}
