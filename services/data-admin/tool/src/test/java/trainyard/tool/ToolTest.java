package trainyard.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A tool")
class ToolTest {
  private static final Map<String, Command> COMMANDS =
      Map.of(
          "echo", request -> Answer.of("said", request.text("say")).with("none", null).done(),
          "list", request -> Answer.of("names", request.someTexts("names")).with("count", request.whole("count")).done(),
          "lose", request -> {
            throw new FileNotFoundException("no such file\n\tat a.b.C");
          },
          "fail", request -> {
            throw new IOException();
          });
  private final Tool tool = new Tool(COMMANDS, e -> e instanceof FileNotFoundException ? "NotFound" : null);

  private record Said(int status, JsonObject answer) {}

  private Said run(String... arguments) {
    var out = new ByteArrayOutputStream();
    var status = tool.run(arguments, new PrintStream(out, true));
    assertEquals(1, out.toString().lines().count(), "exactly one document");
    return new Said(status, JsonParser.parseString(out.toString()).getAsJsonObject());
  }

  private void refused(String kind, String message, String... arguments) {
    var said = run(arguments);
    var error = said.answer().getAsJsonObject("error");
    assertEquals(List.of(1, kind), List.of(said.status(), error.get("kind").getAsString()));
    assertTrue(error.get("message").getAsString().contains(message), error.toString());
  }

  @Test
  @DisplayName("answers with one JSON document, nulls included")
  void answers() {
    var said = run("echo", "{\"say\":\"<a>\"}");
    assertEquals(0, said.status());
    assertEquals("{\"said\":\"<a>\",\"none\":null}", said.answer().toString());
    assertEquals("{\"names\":[\"a\"],\"count\":2}", run("list", "{\"names\":[\"a\"],\"count\":2}").answer().toString());
  }

  @Test
  @DisplayName("names the kind of what went wrong, and only the first line of what a server said")
  void kinds() {
    refused("NotFound", "no such file", "lose");
    refused("Failed", "IOException", "fail");
    assertEquals("no such file", run("lose").answer().getAsJsonObject("error").get("message").getAsString());
  }

  @Test
  @DisplayName("refuses what it was not asked rightly, and says what to give")
  void refuses() {
    refused("BadRequest", "commands are echo, fail, list, lose");
    refused("BadRequest", "\"sing\" is not a command", "sing");
    refused("BadRequest", "not JSON", "echo", "{\"");
    refused("BadRequest", "must be a JSON object", "echo", "[]");
    refused("BadRequest", "say is missing", "echo");
    refused("BadRequest", "say must be a string", "echo", "{\"say\":1}");
    refused("BadRequest", "names is missing", "list", "{\"names\":[],\"count\":1}");
    refused("BadRequest", "count must be a whole number", "list", "{\"names\":[\"a\"],\"count\":1.5}");
  }
}
