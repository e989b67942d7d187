package trainyard.hdfs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.FileNotFoundException;
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
  @DisplayName("is rid of old ones while it is listed: all of them at once would have no room")
  void expires() throws Exception {
    var answer = Directories.expired(files(1, 9, 2, 3), 3, file -> events.add("removed " + file.getName()));
    assertEquals("{\"files\":2,\"bytes\":20}", answer.done().toString());
    assertEquals(List.of("listed 0", "removed 0", "listed 1", "listed 2", "removed 2", "listed 3"), events);
  }

  @Test
  @DisplayName("counts only files that went: one that is open stays")
  void stays() throws Exception {
    var answer = Directories.expired(files(1, 1), 3, file -> file.getName().equals("1"));
    assertEquals("{\"files\":1,\"bytes\":10}", answer.done().toString());
  }

  @Test
  @DisplayName("is gone through to its end where somebody moves files away meanwhile")
  void moved() throws Exception {
    var answer =
        Directories.expired(files(1, 1), 3, file -> {
          if (file.getName().equals("0")) throw new FileNotFoundException("/landing/0");
          return true;
        });
    assertEquals("{\"files\":1,\"bytes\":10}", answer.done().toString());
  }

  @Test
  @DisplayName("is looked at as far as is asked, and no further")
  void lists() throws Exception {
    assertEquals(1, Directories.entries(files(1, 2, 3), 1).size());
    assertEquals(List.of("listed 0"), events);
    assertEquals(3, Directories.entries(files(1, 2, 3), Long.MAX_VALUE).size());
  }
}
