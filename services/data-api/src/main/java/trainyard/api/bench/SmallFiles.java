package trainyard.api.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Small files, of which the metadata is asked for. */
final class SmallFiles {
  private static final String FOLDER = "/bench-small";
  private static final int COUNT = 200;

  private final Api api;

  SmallFiles(Api api) {
    this.api = api;
  }

  /** The files. Those that a run left which was cut off go first. */
  void make() throws IOException {
    api.here().ask("DELETE", "/v1/folders?path=" + FOLDER + "&recursive=true");
    for (var file = 0; file < COUNT; file++) {
      var content = text(file);
      api.here().send("PUT", "/v1/files?path=" + path(file), "text/plain", content.length, out -> out.write(content), 201);
    }
  }

  void remove() throws IOException {
    api.here().remove("/v1/folders?path=" + FOLDER + "&recursive=true");
  }

  void metadata(int number) throws IOException {
    var path = path(number);
    var answer = api.here().get("/v1/metadata?path=" + path, 200).text();
    if (!answer.contains("\"" + path + "\"")) throw new IllegalStateException("metadata of another file than " + path + ": " + answer);
  }

  private static String path(int number) {
    return FOLDER + "/file-" + number % COUNT;
  }

  private static byte[] text(int number) {
    return ("content of file " + number).getBytes(StandardCharsets.UTF_8);
  }
}
