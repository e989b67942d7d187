package trainyard.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import trainyard.api.security.Access;

/**
 * The API's own description, served as one document. It is written by subject, a YAML file each below `openapi/`:
 * objects of the same name are joined, and what two files say differently is an error.
 */
public final class OpenApi implements Routes {
  static final List<String> PARTS = List.of("base", "sessions", "files", "folders", "uploads", "snapshots", "tables");
  private final byte[] document;

  public OpenApi() {
    this.document = read().toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void register(RoutesConfig routes) {
    routes.get("/openapi.json", context -> {
      context.header("Cache-Control", "no-cache").contentType("application/json").result(document);
    }, Access.ANYONE);
  }

  static ObjectNode read() {
    var whole = Json.MAPPER.createObjectNode();
    for (var part : PARTS) {
      try (var in = OpenApi.class.getResourceAsStream("/openapi/" + part + ".yaml")) {
        if (in == null) throw new IllegalStateException("openapi/" + part + ".yaml is not in the program");
        // Jackson's own reader of YAML takes an alias for a text.
        join(whole, Json.MAPPER.valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(in)), part);
      } catch (IOException e) {
        throw new IllegalStateException("openapi/" + part + ".yaml: " + e.getMessage(), e);
      }
    }
    return whole;
  }

  private static void join(ObjectNode into, JsonNode from, String where) {
    from.properties().forEach(field -> {
      var known = into.get(field.getKey());
      var at = where + " " + field.getKey();
      if (known == null) into.set(field.getKey(), field.getValue());
      else if (known instanceof ObjectNode object && field.getValue().isObject()) join(object, field.getValue(), at);
      else if (known.isArray() && field.getValue().isArray())
        field.getValue().forEach(((com.fasterxml.jackson.databind.node.ArrayNode) known)::add);
      else throw new IllegalStateException(at + " is said twice");
    });
  }
}
