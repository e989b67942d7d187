package trainyard.api.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.Delete;
import org.apache.hadoop.hbase.client.Get;
import org.apache.hadoop.hbase.client.Put;
import trainyard.api.data.DataLayer;

/** Contents of up to 10 MB, a cell each, which HBase keeps in files of its own (MOB) from 100 KB on. Never changed. */
public final class SmallContents {
  /** A cell may have 10 MiB, its key included. */
  public static final int MOST_BYTES = 10_000_000;
  static final long MOB_THRESHOLD_BYTES = 100_000;
  static final byte[] FAMILY = Keys.bytes("c");
  private static final byte[] CONTENT = Keys.bytes("content");

  private final DataLayer layer;
  private final TableName name;
  private final Memory memory;

  SmallContents(DataLayer layer, TableName name, Memory memory) {
    this.layer = layer;
    this.name = name;
    this.memory = memory;
  }

  void put(String id, byte[] content) throws IOException {
    try (var table = layer.hbase().getTable(name)) {
      table.put(new Put(Keys.bytes(id)).addColumn(FAMILY, CONTENT, content));
    }
  }

  /** Content of so many bytes, held in memory until it is closed; empty where it is gone. */
  Optional<Files.Body> open(String id, long sizeBytes) throws IOException {
    var room = memory.take(sizeBytes);
    var isOpen = false;
    try {
      var content = get(id);
      isOpen = content.isPresent();
      return content.map(bytes -> Bodies.of(bytes, room));
    } finally {
      if (!isOpen) room.giveBack();
    }
  }

  /** As HBase's client has it: a copy would take as much again. */
  private Optional<ByteBuffer> get(String id) throws IOException {
    try (var table = layer.hbase().getTable(name)) {
      var cell = table.get(new Get(Keys.bytes(id)).addColumn(FAMILY, CONTENT)).getColumnLatestCell(FAMILY, CONTENT);
      return Optional.ofNullable(cell).map(one -> ByteBuffer.wrap(one.getValueArray(), one.getValueOffset(), one.getValueLength()));
    }
  }

  public void delete(String id) throws IOException {
    try (var table = layer.hbase().getTable(name)) {
      table.delete(new Delete(Keys.bytes(id)));
    }
  }
}
