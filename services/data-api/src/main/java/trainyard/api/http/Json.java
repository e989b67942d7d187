package trainyard.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
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
import java.util.List;
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

  static void limitBody(Context context, long bytes) {
    context.attribute(LIMIT, bytes);
  }

  /** The body as this type. Throws problems 400, 413 and 415. */
  public static <T> T body(Context context, Class<T> type) {
    var given = context.contentType();
    var bare = given == null ? "" : given.split(";", 2)[0].trim();
    if (!bare.equalsIgnoreCase("application/json") && !bare.equalsIgnoreCase(MERGE_PATCH))
      throw new Problem(Kind.UNSUPPORTED_CONTENT_TYPE, "Content-Type must be application/json, got "
          + (bare.isEmpty() ? "none" : bare));
    try {
      var value = MAPPER.readValue(bytes(context), type);
      if (value == null) throw Problem.badInput("$", "must be an object, got null");
      return value;
    } catch (JsonMappingException e) {
      throw Problem.badInput(pathOf(e), firstLine(e));
    } catch (JsonProcessingException e) {
      throw Problem.badInput("$", "is not JSON: " + firstLine(e));
    } catch (IOException e) {
      throw Problem.badInput("$", "could not be read: " + e.getMessage());
    }
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
