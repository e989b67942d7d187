package trainyard.api.tables;

import java.util.List;

/** Rows in the order of their keys; `next` is where the next page begins, null after the last one. */
public record Page(List<Row> rows, byte[] next) {}
