package trainyard.api.snapshots;

import com.fasterxml.jackson.annotation.JsonInclude;

/** A folder as it was. While it is being taken it has no manifest, and nothing that it may need is deleted. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Snapshot(String id, String path, String name, long createdMillis, Long files, Long bytes, String manifestSha256) {
  boolean isDone() {
    return manifestSha256 != null;
  }
}
