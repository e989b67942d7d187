package trainyard.api.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.util.List;
import org.apache.hadoop.hbase.DoNotRetryIOException;
import org.apache.hadoop.hbase.NotServingRegionException;
import org.apache.hadoop.hbase.TableExistsException;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.TableNotFoundException;
import org.apache.hadoop.hbase.client.RetriesExhaustedException;
import org.apache.hadoop.hbase.exceptions.TimeoutIOException;
import org.apache.hadoop.hbase.regionserver.NoSuchColumnFamilyException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import trainyard.api.http.Problem;

@DisplayName("failures of HBase")
class HBaseFailuresTest {
  private static Problem told(IOException failure) {
    return HBaseFailures.problemOf(failure);
  }

  private static RetriesExhaustedException exhausted(Throwable cause) {
    return new RetriesExhaustedException(
        1, List.of(new RetriesExhaustedException.ThrowableWithExtraContext(cause, 1, "on a server")));
  }

  @Test
  @DisplayName("are 404 for a table or a family that is not there, and 409 for a table that is")
  void missing() {
    assertEquals(404, told(new TableNotFoundException(TableName.valueOf("t"))).kind().status());
    assertEquals(404, told(exhausted(new NoSuchColumnFamilyException("x"))).kind().status());
    assertEquals(409, told(new TableExistsException(TableName.valueOf("t"))).kind().status());
  }

  @Test
  @DisplayName("are 503 with a time to try again where it did not answer")
  void away() {
    for (var failure : List.of(new TimeoutIOException("late"), exhausted(new NotServingRegionException("moved")), new ConnectException("refused"))) {
      assertEquals(503, told(failure).kind().status());
      assertEquals("5", told(failure).headers().get("Retry-After"));
    }
  }

  @Test
  @DisplayName("are 422 where HBase refuses for good, with the first line of what it says")
  void refused() {
    var problem = told(new DoNotRetryIOException("Compression algorithm 'SNAPPY' previously failed test.\n\tat a.b.C"));
    assertEquals(422, problem.kind().status());
    assertTrue(problem.getMessage().endsWith("previously failed test."), problem.getMessage());
  }

  @Test
  @DisplayName("say that the outcome of a conditional write is not known")
  void unknown() {
    var problem = told(new OutcomeUnknownException(new TimeoutIOException("late")));
    assertEquals(503, problem.kind().status());
    assertTrue(problem.getMessage().contains("read the row"), problem.getMessage());
  }

  @Test
  @DisplayName("are known by what caused them, however deep")
  void causes() {
    var deep = exhausted(new IOException("call failed", new NotServingRegionException("moved")));
    assertTrue(HBaseFailures.causedBy(deep, List.of(NotServingRegionException.class)));
    assertFalse(HBaseFailures.causedBy(deep, List.of(ConnectException.class)));
  }
}
