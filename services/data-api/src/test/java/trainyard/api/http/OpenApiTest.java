package trainyard.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenApiTest {
  private final JsonNode document = OpenApi.read();

  @Test
  void isOneDocumentOfEverySubject() {
    assertEquals("3.1.0", document.get("openapi").asText());
    for (var path : List.of("/health", "/v1/sessions", "/v1/files", "/v1/metadata", "/v1/folders", "/v1/uploads", "/v1/snapshots", "/v1/tables/{table}/rows"))
      assertTrue(document.get("paths").has(path), path);
    assertTrue(document.get("components").get("schemas").has("Problem"));
  }

  @Test
  void namesNothingThatItDoesNotHave() {
    var references = new ArrayList<String>();
    collect(document, references);
    assertFalse(references.isEmpty());
    for (var reference : references) {
      assertTrue(reference.startsWith("#/"), reference);
      assertFalse(document.at(reference.substring(1)).isMissingNode(), reference);
    }
  }

  @Test
  void saysTheHeadersOfAnAnswerWhereYamlNamesThemAgain() {
    assertTrue(document.at("/paths/~1v1~1files/get/responses/304/headers/ETag").isObject());
    assertTrue(document.at("/paths/~1v1~1files/head/responses/200/headers/ETag").isObject());
  }

  @Test
  void namesEachOperationOnce() {
    var seen = new HashSet<String>();
    document.get("paths").forEach(item -> item.forEach(operation -> {
      if (operation.has("operationId")) assertTrue(seen.add(operation.get("operationId").asText()), operation.toString());
    }));
    assertTrue(seen.size() > 15);
  }

  private static void collect(JsonNode node, List<String> into) {
    if (node.has("$ref")) into.add(node.get("$ref").asText());
    node.forEach(inner -> collect(inner, into));
  }
}
