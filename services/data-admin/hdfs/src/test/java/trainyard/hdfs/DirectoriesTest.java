package trainyard.hdfs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A folder with very many files")
class DirectoriesTest {
  private final List<String> events = new ArrayList<>();

  /** Files by the day on which they were written. */
  private RemoteIterator<FileStatus> files(long... days) {
    return new RemoteIterator<>() {
      private int at;

      @Override
      public boolean hasNext() {
        return at < days.length;
      }

      @Override
      public FileStatus next() {
        events.add("listed " + at);
        return new FileStatus(10, false, 1, 1, days[at], new Path("/landing/" + at++));
      }
    };
  }

  @Test
  @DisplayName("is looked at as far as is asked, and no further")
  void lists() throws Exception {
    assertEquals(1, Directories.entries(files(1, 2, 3), 1).size());
    assertEquals(List.of("listed 0"), events);
    assertEquals(3, Directories.entries(files(1, 2, 3), Long.MAX_VALUE).size());
  }
}
