package trainyard.tool;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.Collection;

/** A JSON object that is built field by field, in their order. */
public final class Answer {
  private final JsonObject fields = new JsonObject();

  public static Answer of(String name, Object value) {
    return new Answer().with(name, value);
  }

  /** Takes text, numbers, booleans, JSON, answers, collections of these, and null. */
  public Answer with(String name, Object value) {
    fields.add(name, json(value));
    return this;
  }

  public JsonObject done() {
    return fields;
  }

  private static JsonElement json(Object value) {
    if (value == null) return JsonNull.INSTANCE;
    if (value instanceof Answer answer) return answer.done();
    if (value instanceof JsonElement element) return element;
    var holder = new JsonObject();
    if (value instanceof String text) holder.addProperty("it", text);
    else if (value instanceof Number number) holder.addProperty("it", number);
    else if (value instanceof Boolean flag) holder.addProperty("it", flag);
    else if (value instanceof Collection<?> many) {
      var array = new JsonArray();
      many.forEach(each -> array.add(json(each)));
      return array;
    } else throw new IllegalArgumentException("no JSON for " + value.getClass());
    return holder.get("it");
  }
}
