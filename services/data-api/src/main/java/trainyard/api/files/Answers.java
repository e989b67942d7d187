package trainyard.api.files;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What is sent of entries. */
final class Answers {
  private Answers() {}

  record FileMetadata(String path, String type, long sizeBytes, String contentType, String sha256, String uploader, String createdAt,
      String modifiedAt, String etag, Map<String, String> properties) {}

  record Folder(String path, String type, String modifiedAt) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record FolderEntry(String name, String type, Long sizeBytes, String contentType, String modifiedAt, String etag) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record FolderPage(String path, List<FolderEntry> entries, String nextPageToken) {}

  record Quota(String path, Long maxFiles, Long maxBytes, long usedFiles, long usedBytes) {}

  static FileMetadata file(Entry.Read read) {
    var entry = read.entry();
    return new FileMetadata(read.path().toString(), "file", entry.sizeBytes(), entry.contentType(), entry.sha256(), entry.uploader(),
        time(entry.createdMillis()), time(entry.modifiedMillis()), entry.etag(), entry.properties());
  }

  static Folder folder(Entry.Read read) {
    return new Folder(read.path().toString(), "folder", time(read.entry().modifiedMillis()));
  }

  static FolderEntry entry(Entry.Read read) {
    var entry = read.entry();
    var isFile = entry.isFile();
    return new FolderEntry(read.path().name(), isFile ? "file" : "folder", entry.sizeBytes(), entry.contentType(),
        time(entry.modifiedMillis()), isFile ? entry.etag() : null);
  }

  static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }
}
