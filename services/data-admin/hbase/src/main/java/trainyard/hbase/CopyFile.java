package trainyard.hbase;

import java.io.File;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hbase.client.Result;
import org.apache.hadoop.hbase.shaded.protobuf.ProtobufUtil;
import org.apache.hadoop.hbase.shaded.protobuf.generated.ClientProtos;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.SequenceFile;
import org.apache.hadoop.io.SequenceFile.CompressionType;
import org.apache.hadoop.io.compress.DefaultCodec;

/** Rows in a SequenceFile of a local folder: the key is the row, the value all its cells as HBase sends them. */
final class CopyFile {
  private static final String SCHEME = "file://";

  private CopyFile() {}

  /** What was written or read: equal content, equal sum; it is the one that `checksum` says of the table. */
  record Content(long rows, long cells, String sha256) {}

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
    var sum = new Sum();
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
      writer.hsync();
    }
    return sum.done();
  }

  static Content read(File file, Sink sink) throws Exception {
    var sum = new Sum();
    var key = new BytesWritable();
    var value = new BytesWritable();
    try (var reader =
        new SequenceFile.Reader(local(), SequenceFile.Reader.file(new Path(SCHEME + file.getAbsolutePath())))) {
      while (reader.next(key, value)) {
        var row = ProtobufUtil.toResult(ClientProtos.Result.parseFrom(value.copyBytes()));
        sum.add(row);
        sink.take(row);
      }
    }
    return sum.done();
  }

  /** Files of this machine, with the checksums that Hadoop keeps beside them. */
  private static Configuration local() {
    return new Configuration(false);
  }

  private static final class Sum {
    private final MessageDigest digest;
    private long rows;
    private long cells;

    Sum() throws Exception {
      digest = MessageDigest.getInstance("SHA-256");
    }

    void add(Result row) {
      rows += 1;
      for (var cell : row.rawCells()) {
        cells += 1;
        trainyard.hbase.Rows.add(digest, cell);
      }
    }

    Content done() {
      return new Content(rows, cells, HexFormat.of().formatHex(digest.digest()));
    }
  }
}
