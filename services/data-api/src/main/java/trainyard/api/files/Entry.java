package trainyard.api.files;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;

/**
 * What is known of one path: a file, or a folder. Of a file, `store` says which store has its content under `content` (and
 * under `inode` in HDFS); `pending` is what is left to do before the stores agree.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Entry(
    Type type,
    long createdMillis,
    long modifiedMillis,
    long version,
    String uploader,
    Long sizeBytes,
    String contentType,
    String sha256,
    Map<String, String> properties,
    Store store,
    String content,
    Long inode,
    Pending pending,
    Deleting deleting,
    Quota quota) {

  public enum Type { FILE, FOLDER }

  /** Where the content is: a cell of HBase, or a file of HDFS. */
  public enum Store { HBASE, HDFS }

  /**
   * A change that HBase has decided and HDFS has not seen yet. Whoever finds it can finish it: rename `stage` to its place,
   * then delete the file `dropInode`; `gone` is the end of the path itself. `before` is what comes back where the rename
   * cannot be done.
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Pending(String stage, Long dropInode, boolean gone, Entry before) {}

  /** A folder that is about to go; nothing new may be put into it. */
  public record Deleting(long sinceMillis, boolean recursive) {}

  /** How much may be below a folder; null is no limit. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Quota(Long maxFiles, Long maxBytes) {}

  static Entry folder(long nowMillis) {
    return new Entry(Type.FOLDER, nowMillis, nowMillis, nowMillis, null, null, null, null, null, null, null, null, null, null, null);
  }

  static Entry file(Content content, String contentType, String uploader, Entry before, long nowMillis) {
    var created = before == null ? nowMillis : before.createdMillis();
    var version = before == null ? nowMillis : Math.max(nowMillis, before.version() + 1);
    var properties = before == null ? Map.<String, String>of() : before.properties();
    return new Entry(Type.FILE, created, nowMillis, version, uploader, content.sizeBytes(), contentType, content.sha256(), properties,
        content.store(), content.id(), content.inode(), null, null, null);
  }

  @JsonIgnore
  public boolean isFile() {
    return type == Type.FILE;
  }

  /** Strong: another for each content, type and set of properties. */
  @JsonIgnore
  public String etag() {
    return "\"" + sha256.substring(0, 32) + "-" + Long.toString(version, 36) + "\"";
  }

  Entry with(Pending next) {
    return new Entry(type, createdMillis, modifiedMillis, version, uploader, sizeBytes, contentType, sha256, properties, store, content,
        inode, next, deleting, quota);
  }

  Entry with(Deleting next) {
    return new Entry(type, createdMillis, modifiedMillis, version, uploader, sizeBytes, contentType, sha256, properties, store, content,
        inode, pending, next, quota);
  }

  Entry with(Quota next) {
    return new Entry(type, createdMillis, modifiedMillis, version, uploader, sizeBytes, contentType, sha256, properties, store, content,
        inode, pending, deleting, next);
  }

  Entry described(String nextType, Map<String, String> next, long nowMillis) {
    return new Entry(type, createdMillis, nowMillis, Math.max(nowMillis, version + 1), uploader, sizeBytes, nextType, sha256, next, store,
        content, inode, pending, deleting, quota);
  }

  /** Content that is complete in its store and has no path yet. `inode` is null where it is in HBase. */
  public record Content(Store store, String id, Long inode, long sizeBytes, String sha256) {}

  /** An entry as it was read; `revision` changes with each write. */
  public record Read(FilePath path, Entry entry, String revision) {
    boolean isGone() {
      return entry.pending() != null && entry.pending().gone();
    }
  }

}
