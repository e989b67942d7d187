package trainyard.api.tables;

import org.apache.hadoop.hbase.CompareOperator;
import org.apache.hadoop.hbase.client.CheckAndMutate;
import org.apache.hadoop.hbase.client.Get;
import org.apache.hadoop.hbase.filter.SingleColumnValueFilter;

/** What a column must hold for a write to happen; a value of null is that the row has no such column. */
public record Condition(Column column, byte[] value) {
  boolean isAbsence() {
    return value == null;
  }

  /** HBase's own comparison takes an empty value and no column at all for the same: an empty one is asked for by a filter. */
  CheckAndMutate.Builder on(byte[] key) {
    var check = CheckAndMutate.newBuilder(key);
    if (isAbsence()) return check.ifNotExists(column.familyBytes(), column.qualifier());
    return value.length == 0 ? check.ifMatches(isEmpty()) : check.ifEquals(column.familyBytes(), column.qualifier(), value);
  }

  private SingleColumnValueFilter isEmpty() {
    var filter = new SingleColumnValueFilter(column.familyBytes(), column.qualifier(), CompareOperator.EQUAL, value);
    filter.setFilterIfMissing(true);
    return filter;
  }

  /** What finds the column, whatever its value is. */
  Get look(byte[] key) {
    return new Get(key).addColumn(column.familyBytes(), column.qualifier());
  }
}
