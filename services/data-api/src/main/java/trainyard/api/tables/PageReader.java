package trainyard.api.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.hbase.client.AdvancedScanResultConsumer;
import org.apache.hadoop.hbase.client.Result;

/**
 * Takes one page of a scan, and ends the scan (also the server's part of it) as soon as the page is full, the row is too large or
 * nobody waits any more. Called by one thread of the client at a time.
 */
final class PageReader implements AdvancedScanResultConsumer {
  private final int maxRows;
  private final long maxPageBytes;
  private final long maxRowBytes;
  private final CompletableFuture<Page> page = new CompletableFuture<>();
  private final List<Row> rows = new ArrayList<>();
  private List<Cell> cells = new ArrayList<>();
  private byte[] key;
  private long rowBytes;
  private long pageBytes;
  private byte[] next;

  PageReader(int maxRows, long maxPageBytes, long maxRowBytes) {
    this.maxRows = maxRows;
    this.maxPageBytes = maxPageBytes;
    this.maxRowBytes = maxRowBytes;
  }

  CompletableFuture<Page> page() {
    return page;
  }

  @Override
  public void onNext(Result[] results, ScanController controller) {
    for (var result : results) {
      if (page.isDone() || !take(result)) {
        controller.terminate();
        return;
      }
    }
  }

  @Override
  public void onHeartbeat(ScanController controller) {
    if (page.isDone()) controller.terminate();
  }

  @Override
  public void onError(Throwable error) {
    page.completeExceptionally(error);
  }

  @Override
  public void onComplete() {
    endRow();
    page.complete(new Page(List.copyOf(rows), next));
  }

  /** Takes a row, or a part of one; false where no more is wanted. */
  private boolean take(Result part) {
    if (key != null && !java.util.Arrays.equals(key, part.getRow())) endRow();
    if (key == null && (rows.size() == maxRows || pageBytes >= maxPageBytes)) {
      next = part.getRow();
      return false;
    }
    key = part.getRow();
    for (var cell : part.rawCells()) rowBytes += cell.getValueLength() + cell.getQualifierLength() + cell.getRowLength();
    if (rowBytes > maxRowBytes && !rows.isEmpty()) {
      next = key;
      forget();
      return false;
    }
    if (rowBytes > maxRowBytes) {
      page.completeExceptionally(RowStore.tooLarge(key));
      return false;
    }
    cells.addAll(Row.cellsOf(part));
    if (!part.mayHaveMoreCellsInRow()) endRow();
    return true;
  }

  private void endRow() {
    if (key == null) return;
    rows.add(new Row(key, List.copyOf(cells)));
    pageBytes += rowBytes;
    forget();
  }

  private void forget() {
    key = null;
    cells = new ArrayList<>();
    rowBytes = 0;
  }
}
