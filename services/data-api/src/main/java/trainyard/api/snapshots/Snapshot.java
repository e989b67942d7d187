package trainyard.api.snapshots;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;

/**
 * A folder as it was. While it is being taken it has no manifest, and nothing that it may need is deleted. One with the time of its
 * deletion is there only for what is left to do.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Snapshot(String id, String path, String name, long createdMillis, Long files, Long bytes, String manifestSha256,
    Long deletedMillis) {
  /** One that was begun longer ago than this belongs to a replica that died. */
  private static final Duration LONGEST = Duration.ofHours(1);

  boolean isTaken() {
    return manifestSha256 != null;
  }

  boolean isDeleted() {
    return deletedMillis != null;
  }

  /** Whether callers see it. */
  boolean isDone() {
    return isTaken() && !isDeleted();
  }

  boolean isAbandoned(long nowMillis) {
    return !isTaken() && nowMillis - createdMillis >= LONGEST.toMillis();
  }

  Snapshot done(long files, long bytes, String sha256) {
    return new Snapshot(id, path, name, createdMillis, files, bytes, sha256, null);
  }

  Snapshot deleted(long millis) {
    return new Snapshot(id, path, name, createdMillis, files, bytes, manifestSha256, millis);
  }
}
