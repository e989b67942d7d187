package trainyard.api.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import trainyard.api.http.Kind;
import trainyard.api.http.Problem;

/** How much may be below folders: counted in HBase before a file appears, over both stores. */
public final class Quotas {
  private final Catalog catalog;

  Quotas(Catalog catalog) {
    this.catalog = catalog;
  }

  /** Takes room in every one of these folders that has a quota, or in none: then a problem 507. */
  void reserve(List<Entry.Read> folders, long files, long bytes) throws IOException {
    var done = new ArrayList<Entry.Read>();
    for (var folder : folders) {
      var quota = folder.entry().quota();
      if (quota == null) continue;
      var used = catalog.addUsed(folder.path(), files, bytes);
      done.add(folder);
      var tooMany = files > 0 && quota.maxFiles() != null && used.files() > quota.maxFiles();
      var tooLarge = bytes > 0 && quota.maxBytes() != null && used.bytes() > quota.maxBytes();
      if (!tooMany && !tooLarge) continue;
      release(done, files, bytes);
      throw new Problem(Kind.QUOTA_EXCEEDED, tooMany
          ? folder.path() + " may hold " + quota.maxFiles() + " files and holds " + (used.files() - files)
          : folder.path() + " may hold " + quota.maxBytes() + " bytes, holds " + (used.bytes() - bytes) + ", and this needs " + bytes);
    }
  }

  void release(List<Entry.Read> folders, long files, long bytes) throws IOException {
    for (var folder : folders) if (folder.entry().quota() != null) catalog.addUsed(folder.path(), -files, -bytes);
  }

  /** Counts what is there: after a quota is set, and again now and then, since a replica may die between two writes. */
  public Catalog.Used recount(FilePath folder) throws IOException {
    var sums = new long[2];
    catalog.below(folder, read -> {
      if (!read.entry().isFile() || read.isGone()) return;
      sums[0] += 1;
      sums[1] += read.entry().sizeBytes();
    });
    var used = new Catalog.Used(sums[0], sums[1]);
    catalog.setUsed(folder, used);
    return used;
  }
}
