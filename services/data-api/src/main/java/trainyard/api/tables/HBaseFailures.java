package trainyard.api.tables;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.hbase.DoNotRetryIOException;
import org.apache.hadoop.hbase.NamespaceNotFoundException;
import org.apache.hadoop.hbase.TableExistsException;
import org.apache.hadoop.hbase.TableNotEnabledException;
import org.apache.hadoop.hbase.TableNotFoundException;
import org.apache.hadoop.hbase.client.RetriesExhaustedException;
import org.apache.hadoop.hbase.quotas.QuotaExceededException;
import org.apache.hadoop.hbase.regionserver.NoSuchColumnFamilyException;
import trainyard.api.http.Kind;
import trainyard.api.http.Problem;

/** What HBase's failures are to a caller of the API. */
public final class HBaseFailures {
  private static final long AGAIN_AFTER_SECONDS = 5;

  private HBaseFailures() {}

  public static Problem problemOf(IOException failure) {
    return known(failure).orElseGet(
        () -> Problem.retryAfter(Kind.UNAVAILABLE, "HBase did not answer in time; try again", AGAIN_AFTER_SECONDS));
  }

  private static Optional<Problem> known(IOException failure) {
    if (failure instanceof OutcomeUnknownException) {
      return Optional.of(Problem.retryAfter(Kind.UNAVAILABLE, failure.getMessage(), AGAIN_AFTER_SECONDS));
    }
    if (failure instanceof RowTooLargeException) {
      return Optional.of(new Problem(Kind.TOO_LARGE, failure.getMessage() + "; ask for some of its columns"));
    }
    for (var cause : causes(failure)) {
      if (cause instanceof TableNotFoundException) return problem(Kind.NOT_FOUND, "there is no such table");
      if (cause instanceof TableExistsException) return problem(Kind.CONFLICT, "there is a table of this name already");
      if (cause instanceof TableNotEnabledException) return problem(Kind.CONFLICT, "the table is disabled");
      if (cause instanceof NamespaceNotFoundException) return problem(Kind.NOT_FOUND, "there is no such name space");
      if (cause instanceof NoSuchColumnFamilyException) return problem(Kind.NOT_FOUND, "the table has no such column family");
      if (cause instanceof QuotaExceededException) return problem(Kind.QUOTA_EXCEEDED, firstLine(cause));
    }
    return refused(failure);
  }

  /** What HBase itself refuses, and would refuse again. */
  private static Optional<Problem> refused(IOException failure) {
    if (failure instanceof RetriesExhaustedException || !(failure instanceof DoNotRetryIOException)) return Optional.empty();
    return failure.getCause() instanceof InterruptedException
        ? Optional.empty()
        : problem(Kind.UNPROCESSABLE, "HBase refuses it: " + firstLine(failure));
  }

  static boolean causedBy(Throwable failure, List<Class<? extends Throwable>> classes) {
    return causes(failure).stream().anyMatch(cause -> classes.stream().anyMatch(known -> known.isInstance(cause)));
  }

  /** A failure with what caused it, and what was suppressed on the way. */
  private static Set<Throwable> causes(Throwable failure) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    var found = new LinkedHashSet<Throwable>();
    var open = new ArrayDeque<Throwable>(List.of(failure));
    while (!open.isEmpty()) {
      var next = open.remove();
      if (!seen.add(next)) continue;
      found.add(next);
      if (next.getCause() != null) open.add(next.getCause());
      open.addAll(List.of(next.getSuppressed()));
    }
    return found;
  }

  private static Optional<Problem> problem(Kind kind, String detail) {
    return Optional.of(new Problem(kind, detail));
  }

  private static String firstLine(Throwable failure) {
    var message = String.valueOf(failure.getMessage());
    return message.lines().findFirst().orElse(failure.getClass().getSimpleName());
  }
}
