package trainyard.api.tables;

import org.apache.hadoop.hbase.client.CheckAndMutate;

/** What a column must hold for a write to happen; a value of null is that the row has no such column. */
public record Condition(Column column, byte[] value) {
  CheckAndMutate.Builder on(byte[] key) {
    var check = CheckAndMutate.newBuilder(key);
    return value == null
        ? check.ifNotExists(column.familyBytes(), column.qualifier())
        : check.ifEquals(column.familyBytes(), column.qualifier(), value);
  }
}
