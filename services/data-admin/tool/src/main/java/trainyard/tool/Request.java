package trainyard.tool;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What a command is asked: a JSON object. A field that is missing or of another type is refused with its name. */
public final class Request {
  private static final String BAD = "BadRequest";
  private final JsonObject fields;

  public Request(JsonObject fields) {
    this.fields = fields;
  }

  /** Reads the argument of a tool. */
  public static Request parse(String text) throws Refusal {
    try {
      if (JsonParser.parseString(text) instanceof JsonObject object) return new Request(object);
    } catch (JsonParseException e) {
      throw new Refusal(BAD, "the argument is not JSON: " + e.getMessage());
    }
    throw new Refusal(BAD, "the argument must be a JSON object");
  }

  /** Whether the field is there, be it null. */
  public boolean given(String name) {
    return fields.has(name);
  }

  /** Whether the field has a value. */
  public boolean has(String name) {
    return fields.has(name) && !fields.get(name).isJsonNull();
  }

  public String text(String name) throws Refusal {
    return optionalText(name).orElseThrow(() -> missing(name));
  }

  public Optional<String> optionalText(String name) throws Refusal {
    if (!has(name)) return Optional.empty();
    if (isPrimitive(name) && fields.getAsJsonPrimitive(name).isString()) return Optional.of(fields.get(name).getAsString());
    throw wrong(name, "a string");
  }

  public long whole(String name) throws Refusal {
    return optionalWhole(name).orElseThrow(() -> missing(name));
  }

  public OptionalLong optionalWhole(String name) throws Refusal {
    if (!has(name)) return OptionalLong.empty();
    if (isPrimitive(name) && fields.getAsJsonPrimitive(name).isNumber()) {
      try {
        return OptionalLong.of(fields.get(name).getAsBigDecimal().longValueExact());
      } catch (ArithmeticException e) {
        throw wrong(name, "a whole number");
      }
    }
    throw wrong(name, "a whole number");
  }

  public boolean flag(String name) throws Refusal {
    if (!has(name)) throw missing(name);
    return flag(name, false);
  }

  /** A flag that is `otherwise` where it is not given. */
  public boolean flag(String name, boolean otherwise) throws Refusal {
    if (!has(name)) return otherwise;
    if (isPrimitive(name) && fields.getAsJsonPrimitive(name).isBoolean()) return fields.get(name).getAsBoolean();
    throw wrong(name, "true or false");
  }

  /** Strings; none where the field is not given. */
  public List<String> texts(String name) throws Refusal {
    var texts = new ArrayList<String>();
    for (JsonElement each : array(name)) {
      if (!each.isJsonPrimitive() || !each.getAsJsonPrimitive().isString()) throw wrong(name, "a list of strings");
      texts.add(each.getAsString());
    }
    return List.copyOf(texts);
  }

  /** Strings, at least one. */
  public List<String> someTexts(String name) throws Refusal {
    var texts = texts(name);
    if (texts.isEmpty()) throw missing(name);
    return texts;
  }

  /** Objects; none where the field is not given. */
  public List<Request> objects(String name) throws Refusal {
    var objects = new ArrayList<Request>();
    for (JsonElement each : array(name)) {
      if (!(each instanceof JsonObject object)) throw wrong(name, "a list of objects");
      objects.add(new Request(object));
    }
    return List.copyOf(objects);
  }

  private JsonArray array(String name) throws Refusal {
    if (!has(name)) return new JsonArray();
    if (fields.get(name) instanceof JsonArray array) return array;
    throw wrong(name, "a list");
  }

  private boolean isPrimitive(String name) {
    return fields.get(name).isJsonPrimitive();
  }

  private static Refusal missing(String name) {
    return new Refusal(BAD, name + " is missing");
  }

  private static Refusal wrong(String name, String wanted) {
    return new Refusal(BAD, name + " must be " + wanted);
  }
}
