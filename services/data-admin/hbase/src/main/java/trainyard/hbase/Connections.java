package trainyard.hbase;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hbase.client.Admin;
import org.apache.hadoop.hbase.client.Connection;
import org.apache.hadoop.hbase.client.ConnectionFactory;

/** The way to the cluster of the configuration. */
final class Connections {
  private final Configuration configuration;

  Connections(Configuration configuration) {
    this.configuration = configuration;
  }

  /** What is asked of the cluster. */
  @FunctionalInterface
  interface Question<T> {
    T ask(Connection connection, Admin admin) throws Exception;
  }

  <T> T ask(Question<T> question) throws Exception {
    try (var connection = open();
        var admin = connection.getAdmin()) {
      return question.ask(connection, admin);
    }
  }

  private Connection open() throws IOException {
    return ConnectionFactory.createConnection(configuration);
  }
}
