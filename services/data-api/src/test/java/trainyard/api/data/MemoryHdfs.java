package trainyard.api.data;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PositionedReadable;
import org.apache.hadoop.fs.Seekable;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.protocol.AlreadyBeingCreatedException;
import org.apache.hadoop.hdfs.protocol.HdfsFileStatus;

/** HDFS in memory, as far as this service asks for anything of it: files that one writes at a time, folders, inodes. */
public final class MemoryHdfs extends DistributedFileSystem {
  private static final class Node {
    private final long inode;
    private final boolean isFolder;
    private byte[] content = new byte[0];
    private boolean isOpen;

    Node(long inode, boolean isFolder) {
      this.inode = inode;
      this.isFolder = isFolder;
    }
  }

  private final TreeMap<String, Node> nodes = new TreeMap<>();
  private long lastInode = 16_384;
  /** Files that are not closed when their writer closes them: no data node confirms the last block. */
  public boolean loseCloses;
  /** Before a folder is deleted. */
  public Runnable beforeDelete = () -> {};

  /** Both stores as the service has them. */
  public static DataLayer layer(MemoryHBase hbase, MemoryHdfs hdfs) {
    return new DataLayer() {
      private final org.apache.hadoop.hbase.client.Connection connection = hbase.connection();

      @Override
      public org.apache.hadoop.hbase.client.Connection hbase() {
        return connection;
      }

      @Override
      public DistributedFileSystem hdfs() {
        return hdfs;
      }
    };
  }

  private static String text(Path path) {
    return path.toUri().getPath();
  }

  private Optional<Map.Entry<String, Node>> find(Path path) {
    var text = text(path);
    if (!text.startsWith("/.reserved/.inodes/")) return Optional.ofNullable(nodes.get(text)).map(node -> Map.entry(text, node));
    var inode = Long.parseLong(text.substring(text.lastIndexOf('/') + 1));
    return nodes.entrySet().stream().filter(one -> one.getValue().inode == inode)
        .findFirst().map(one -> Map.entry(one.getKey(), one.getValue()));
  }

  private Node required(Path path) throws FileNotFoundException {
    return find(path).map(Map.Entry::getValue).orElseThrow(() -> new FileNotFoundException(text(path)));
  }

  public boolean has(String path) {
    return nodes.containsKey(path);
  }

  @Override
  public FSDataOutputStream create(Path path, boolean overwrite) throws IOException {
    mkdirs(path.getParent());
    nodes.put(text(path), new Node(++lastInode, false));
    return append(path);
  }

  @Override
  public FSDataOutputStream append(Path path) throws IOException {
    var node = required(path);
    if (node.isOpen) throw new AlreadyBeingCreatedException("the current leaseholder is trying to recreate " + path);
    node.isOpen = true;
    return new FSDataOutputStream(new Writing(node), null);
  }

  private final class Writing extends ByteArrayOutputStream {
    private final Node node;

    Writing(Node node) {
      this.node = node;
    }

    @Override
    public void close() throws IOException {
      var whole = new ByteArrayOutputStream();
      whole.writeBytes(node.content);
      whole.writeBytes(toByteArray());
      node.content = whole.toByteArray();
      if (loseCloses) throw new IOException("all data nodes are bad");
      node.isOpen = false;
    }
  }

  @Override
  public boolean recoverLease(Path path) throws IOException {
    required(path).isOpen = false;
    return true;
  }

  @Override
  public FSDataInputStream open(Path path) throws IOException {
    return new FSDataInputStream(new Reading(required(path).content));
  }

  private static final class Reading extends ByteArrayInputStream implements Seekable, PositionedReadable {
    Reading(byte[] content) {
      super(content);
    }

    @Override
    public void seek(long to) {
      pos = (int) to;
    }

    @Override
    public long getPos() {
      return pos;
    }

    @Override
    public boolean seekToNewSource(long to) {
      return false;
    }

    @Override
    public int read(long from, byte[] into, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void readFully(long from, byte[] into, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void readFully(long from, byte[] into) {
      throw new UnsupportedOperationException();
    }
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    var node = required(path);
    var status = new HdfsFileStatus.Builder().isdir(node.isFolder).length(node.content.length).fileId(node.inode).path(new byte[0]).build();
    return (FileStatus) status;
  }

  @Override
  public boolean mkdirs(Path path) {
    for (var at = path; at != null; at = at.getParent()) nodes.computeIfAbsent(text(at), made -> new Node(++lastInode, true));
    return true;
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    if (find(path).filter(found -> found.getValue().isFolder).isPresent()) beforeDelete.run();
    var found = find(path);
    if (found.isEmpty()) return false;
    var name = found.get().getKey();
    var below = nodes.subMap(name + "/", name + "0");
    if (!below.isEmpty() && !recursive) throw new org.apache.hadoop.fs.PathIsNotEmptyDirectoryException(name);
    below.clear();
    nodes.remove(name);
    return true;
  }

  @Override
  public void rename(Path from, Path to, Rename... how) throws IOException {
    var node = required(from);
    nodes.remove(text(from));
    nodes.put(text(to), node);
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    throw new FileNotFoundException(text(path));
  }
}
