package trainyard.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** JSON in and out, the same for every route. */
public final class Json {
  public static final String PROBLEM = "application/problem+json";
  public static final String MERGE_PATCH = "application/merge-patch+json";
  private static final String LIMIT = "trainyard.maxBodyBytes";

  public static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(LogicalType.Textual, text -> {
            for (var shape : List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean))
              text.setCoercion(shape, CoercionAction.Fail);
          })
          .build();

  private Json() {}

  /** As it is sent. */
  public static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static void limitBody(Context context, long bytes) {
    context.attribute(LIMIT, bytes);
  }

  /** The body as this type; only fields of the names `nullable` may be null in it. Throws problems 400, 413 and 415. */
  public static <T> T body(Context context, Class<T> type, String... nullable) {
    return body(context, json -> read(json, type, Set.of(nullable)));
  }

  /** The same of a merge patch, where null means something. */
  public static <T> T patch(Context context, Class<T> type) {
    return body(context, json -> MAPPER.treeToValue(tree(json), type));
  }

  @FunctionalInterface
  private interface Reading<T> {
    T read(byte[] json) throws IOException;
  }

  private static <T> T body(Context context, Reading<T> reading) {
    var given = context.contentType();
    var bare = given == null ? "" : given.split(";", 2)[0].trim();
    if (!bare.equalsIgnoreCase("application/json") && !bare.equalsIgnoreCase(MERGE_PATCH))
      throw new Problem(Kind.UNSUPPORTED_CONTENT_TYPE, "Content-Type must be application/json, got "
          + (bare.isEmpty() ? "none" : bare));
    try {
      return reading.read(bytes(context));
    } catch (JsonMappingException e) {
      throw Problem.badInput(pathOf(e), firstLine(e));
    } catch (JsonProcessingException e) {
      throw Problem.badInput("$", "is not JSON: " + firstLine(e));
    } catch (IOException e) {
      throw Problem.badInput("$", "could not be read: " + e.getMessage());
    }
  }

  /** A field that is null is none that was left out: a deletion of the columns null would be one of the whole row. */
  public static <T> T read(byte[] json, Class<T> type, Set<String> nullable) throws IOException {
    if (isPlain(json)) {
      try {
        return MAPPER.readValue(json, type);
      } catch (JsonProcessingException e) {
        // Told below, in the same words for every body.
      }
    }
    return readLooking(json, type, nullable);
  }

  /** An object in UTF-8 without the letters null: nothing has to be looked for in it before it is read. */
  private static boolean isPlain(byte[] json) {
    if (json.length < 2 || json[0] != '{' || json[1] == 0) return false;
    for (var at = 3; at < json.length; at++)
      if (json[at] == 'l' && json[at - 1] == 'l' && json[at - 2] == 'u' && json[at - 3] == 'n') return false;
    return true;
  }

  private static <T> T readLooking(byte[] json, Class<T> type, Set<String> nullable) throws IOException {
    var tree = tree(json);
    var nulls = new ArrayList<Problem.Entry>();
    findNulls("$", tree, nullable, nulls);
    if (!nulls.isEmpty()) throw Problem.badInput(nulls);
    return MAPPER.treeToValue(tree, type);
  }

  private static JsonNode tree(byte[] json) throws IOException {
    var tree = MAPPER.readTree(json);
    if (!tree.isObject()) throw Problem.badInput("$", "must be an object");
    return tree;
  }

  private static void findNulls(String path, JsonNode node, Set<String> nullable, List<Problem.Entry> found) {
    if (node.isNull()) found.add(new Problem.Entry(path, "must not be null"));
    for (var at = 0; node.isArray() && at < node.size(); at++) findNulls(path + "[" + at + "]", node.get(at), nullable, found);
    for (var field : node.properties())
      if (!(field.getValue().isNull() && nullable.contains(field.getKey())))
        findNulls(path + "." + field.getKey(), field.getValue(), nullable, found);
  }

  private static byte[] bytes(Context context) throws IOException {
    Long limit = context.attribute(LIMIT);
    var most = limit == null ? 1 << 20 : limit;
    if (context.req().getContentLengthLong() > most) throw tooLarge(most);
    var body = new ByteArrayOutputStream();
    try (InputStream in = context.bodyInputStream()) {
      var buffer = new byte[16 * 1024];
      for (var got = in.read(buffer); got >= 0; got = in.read(buffer)) {
        body.write(buffer, 0, got);
        if (body.size() > most) throw tooLarge(most);
      }
    }
    return body.toByteArray();
  }

  private static Problem tooLarge(long most) {
    return new Problem(Kind.TOO_LARGE, "the body must have at most " + most + " bytes");
  }

  private static String pathOf(JsonMappingException e) {
    var path = e.getPath().stream()
        .map(part -> part.getFieldName() == null ? "[" + part.getIndex() + "]" : "." + part.getFieldName())
        .collect(Collectors.joining());
    return "$" + path;
  }

  private static String firstLine(JsonProcessingException e) {
    return e.getOriginalMessage().lines().findFirst().orElse("cannot be read").replaceAll("\\(class [^)]*\\)", "").trim();
  }
}
