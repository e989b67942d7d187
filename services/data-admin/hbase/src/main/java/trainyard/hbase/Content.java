package trainyard.hbase;

import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.hadoop.hbase.CellUtil;
import org.apache.hadoop.hbase.client.Result;
import org.apache.hadoop.hbase.util.Bytes;
import trainyard.tool.Answer;

/** What rows hold: equal content (row, family, qualifier, time, value of every cell, in their order), equal sum. */
record Content(long rows, long cells, String sha256) {
  Answer described() {
    return Answer.of("rows", rows).with("cells", cells).with("sha256", sha256);
  }

  /** Takes rows one after the other. */
  static final class Sum {
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
        add(CellUtil.cloneRow(cell));
        add(CellUtil.cloneFamily(cell));
        add(CellUtil.cloneQualifier(cell));
        digest.update(Bytes.toBytes(cell.getTimestamp()));
        add(CellUtil.cloneValue(cell));
      }
    }

    Content done() {
      return new Content(rows, cells, HexFormat.of().formatHex(digest.digest()));
    }

    /** With its length before it: the ends of two parts never look like one. */
    private void add(byte[] part) {
      digest.update(Bytes.toBytes(part.length));
      digest.update(part);
    }
  }
}
