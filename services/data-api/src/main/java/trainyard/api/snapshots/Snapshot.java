package trainyard.api.snapshots;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A folder as it was. While it is being taken it has no manifest, and nothing that it may need is deleted. One with the time of its
 * deletion is there only for what is left to do.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Snapshot(String id, String path, String name, long createdMillis, Long files, Long bytes, String manifestSha256,
    Long deletedMillis) {
  boolean isDone() {
    return manifestSha256 != null && deletedMillis == null;
  }

  Snapshot done(long files, long bytes, String sha256) {
    return new Snapshot(id, path, name, createdMillis, files, bytes, sha256, null);
  }

  Snapshot deleted(long millis) {
    return new Snapshot(id, path, name, createdMillis, files, bytes, manifestSha256, millis);
  }
}
