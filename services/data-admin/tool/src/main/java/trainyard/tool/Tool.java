package trainyard.tool;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import java.io.PrintStream;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/** A tool by its commands: `<name> <command> ['{json}']` prints one JSON document and ends with 0, or an error and 1. */
public final class Tool {
  private final Map<String, Command> commands;
  private final Function<Exception, String> kindOf;

  /** `kindOf` names the kind of an exception, or answers null for one that it does not know. */
  public Tool(Map<String, Command> commands, Function<Exception, String> kindOf) {
    this.commands = commands;
    this.kindOf = kindOf;
  }

  /** Runs as this process: whatever a library prints goes to stderr, so that stdout holds the answer alone. */
  public void main(String[] arguments) {
    var out = System.out;
    System.setOut(System.err);
    var status = run(arguments, out);
    out.flush();
    // Threads of the clients may still be there; the answer is out.
    Runtime.getRuntime().halt(status);
  }

  int run(String[] arguments, PrintStream out) {
    try {
      print(out, answer(arguments));
      return 0;
    } catch (Exception e) {
      if (!(e instanceof Refusal)) e.printStackTrace(System.err);
      print(out, Answer.of("error", Answer.of("kind", kind(e)).with("message", message(e))).done());
      return 1;
    }
  }

  private JsonElement answer(String[] arguments) throws Exception {
    var known = String.join(", ", new TreeSet<>(commands.keySet()));
    if (arguments.length < 1 || arguments.length > 2)
      throw new Refusal("BadRequest", "give a command and at most one JSON object; commands are " + known);
    var command = commands.get(arguments[0]);
    if (command == null)
      throw new Refusal("BadRequest", "\"" + arguments[0] + "\" is not a command; commands are " + known);
    return command.run(Request.parse(arguments.length == 2 ? arguments[1] : "{}"));
  }

  private String kind(Exception e) {
    if (e instanceof Refusal refusal) return refusal.kind();
    var kind = kindOf.apply(e);
    return kind == null ? "Failed" : kind;
  }

  /** The first line: remote exceptions carry the stack of the server in the rest. */
  private static String message(Exception e) {
    var text = e.getMessage();
    return text == null ? e.getClass().getSimpleName() : text.lines().findFirst().orElse("");
  }

  private static void print(PrintStream out, JsonElement answer) {
    out.println(new GsonBuilder().serializeNulls().disableHtmlEscaping().create().toJson(answer));
  }
}
