package trainyard.api.tables;

/** A version of a column of a row. A timestamp (milliseconds) of null is that of the server. */
public record Cell(Column column, byte[] value, Long timestamp) {}
