package trainyard.api.uploads;

import com.fasterxml.jackson.annotation.JsonInclude;

/** An upload that goes on over several requests. `claim` is held by the request that writes it now. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Upload(String path, Long sizeBytes, String contentType, String sha256, String replaces, String user, long createdMillis,
    long expiresMillis, Claim claim) {

  /** Until when nobody else writes, unless it is renewed. */
  public record Claim(String holder, long untilMillis) {}

  /** An upload as it was read; `revision` changes with each write. */
  public record Read(String id, Upload upload, String revision) {
    String stage() {
      return "upload-" + id;
    }
  }

  Upload with(Claim next) {
    return new Upload(path, sizeBytes, contentType, sha256, replaces, user, createdMillis, expiresMillis, next);
  }
}
