package trainyard.tool;

import com.google.gson.JsonElement;

/** One thing that a tool does. */
@FunctionalInterface
public interface Command {
  /** The answer, or why there is none. */
  JsonElement run(Request request) throws Exception;
}
