package trainyard.api.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.protocol.HdfsFileStatus;
import org.apache.hadoop.ipc.RemoteException;
import trainyard.api.data.DataLayer;

/**
 * Contents in HDFS: staged under a name of the API's own, then renamed to their path. A file is read and deleted by its
 * inode, so that it is never mistaken for one that took its place.
 */
public final class LargeContents {
  private final DataLayer layer;
  private final String root;

  public LargeContents(DataLayer layer, String root) {
    this.layer = layer;
    this.root = root;
  }

  public static Path staging(String root) {
    return new Path(root + "/" + FilePath.RESERVED + "/staging");
  }

  Path place(FilePath path) {
    return path.isRoot() ? new Path(root) : new Path(null, null, root + path);
  }

  Path stage(String id) {
    return new Path(staging(root), id);
  }

  public FSDataOutputStream create(String id) throws IOException {
    return layer.hdfs().create(stage(id), false);
  }

  public FSDataOutputStream append(String id) throws IOException {
    return layer.hdfs().append(stage(id));
  }

  /** Of a staged file; empty where there is none. */
  public Optional<HdfsFileStatus> staged(String id) throws IOException {
    return status(stage(id));
  }

  FSDataInputStream openStaged(String id) throws IOException {
    return layer.hdfs().open(stage(id));
  }

  public boolean deleteStaged(String id) throws IOException {
    return layer.hdfs().delete(stage(id), false);
  }

  /** Whether a file that was left open is closed now; asking begins to close it. */
  public boolean recover(String id) throws IOException {
    return layer.hdfs().recoverLease(stage(id));
  }

  FSDataInputStream open(long inode) throws IOException {
    return layer.hdfs().open(byInode(inode));
  }

  void delete(long inode) throws IOException {
    try {
      layer.hdfs().delete(byInode(inode), false);
    } catch (FileNotFoundException e) {
      // It is gone, as it should be.
    }
  }

  Optional<Long> inodeAt(FilePath path) throws IOException {
    return status(place(path)).map(HdfsFileStatus::getFileId);
  }

  /** Moves a staged file to its path. Throws where something else is there and may not be overwritten. */
  void publish(String id, FilePath path, boolean overwrite) throws IOException {
    var place = place(path);
    layer.hdfs().mkdirs(place.getParent());
    layer.hdfs().rename(stage(id), place, overwrite ? Rename.OVERWRITE : Rename.NONE);
  }

  void makeFolder(FilePath path) throws IOException {
    layer.hdfs().mkdirs(place(path));
  }

  /** Throws where it is not empty and should be; nothing to do where it is gone. */
  void deleteFolder(long inode, boolean recursive) throws IOException {
    try {
      layer.hdfs().delete(byInode(inode), recursive);
    } catch (FileNotFoundException e) {
      // It is gone, as it should be.
      return;
    }
  }

  /**
   * Takes a snapshot of the first folder of a path. HDFS has none of a folder below another that may have them, so it is
   * always the first: one serves every folder in it.
   */
  public void takeSnapshot(FilePath folder, String id) throws IOException {
    var top = top(folder);
    layer.hdfs().mkdirs(top);
    layer.hdfs().allowSnapshot(top);
    layer.hdfs().createSnapshot(top, id);
  }

  /** Nothing to do where there is none. */
  public void deleteSnapshot(FilePath folder, String id) throws IOException {
    var kept = new Path(top(folder), ".snapshot/" + id);
    if (status(kept).isEmpty()) return;
    try {
      layer.hdfs().deleteSnapshot(top(folder), id);
    } catch (IOException e) {
      if (status(kept).isPresent()) throw e;
    }
  }

  /** Of a first folder; only such have any. */
  boolean hasSnapshots(FilePath folder) throws IOException {
    if (folder.names().size() != 1) return false;
    try {
      return layer.hdfs().listStatus(new Path(place(folder), ".snapshot")).length > 0;
    } catch (FileNotFoundException e) {
      return false;
    } catch (RemoteException e) {
      // HDFS says so of a folder that may have none.
      if (e.getClassName().endsWith(".SnapshotException")) return false;
      throw e;
    }
  }

  public Optional<Long> inodeInSnapshot(FilePath path, String id) throws IOException {
    return status(inSnapshot(path, id)).map(HdfsFileStatus::getFileId);
  }

  FSDataInputStream openInSnapshot(FilePath path, String id) throws IOException {
    return layer.hdfs().open(inSnapshot(path, id));
  }

  private Path top(FilePath path) {
    return place(new FilePath(path.names().subList(0, 1)));
  }

  private Path inSnapshot(FilePath path, String id) {
    var rest = String.join("/", path.names().subList(1, path.names().size()));
    return new Path(null, null, root + "/" + path.names().get(0) + "/.snapshot/" + id + "/" + rest);
  }

  private Optional<HdfsFileStatus> status(Path path) throws IOException {
    try {
      return Optional.of((HdfsFileStatus) layer.hdfs().getFileStatus(path));
    } catch (FileNotFoundException | ParentNotDirectoryException e) {
      return Optional.empty();
    }
  }

  private static Path byInode(long inode) {
    return new Path("/.reserved/.inodes/" + inode);
  }
}
