package trainyard.api.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import trainyard.api.http.Json;
import trainyard.api.http.Problem;

@DisplayName("properties of a file")
class PropertiesTest {
  @Test
  @DisplayName("are merged as the patch says, in any script")
  void merged() throws Exception {
    var merged = Properties.merged(Map.of("a", "1", "b", "2"), new java.util.HashMap<>() {
      private static final long serialVersionUID = 1L;

      {
        put("b", null);
        put("ភាសា", "ខ្មែរ 😀");
      }
    });
    assertEquals(Map.of("a", "1", "ភាសា", "ខ្មែរ 😀"), merged);
    assertEquals(merged, Json.MAPPER.readValue(Json.MAPPER.writeValueAsBytes(merged), Map.class));
  }

  @Test
  @DisplayName("are refused where they are no Unicode: they could not be stored")
  void halfPairs() {
    for (var patch : java.util.List.of(Map.of("a", "\ud83d"), Map.of("\ude00", "a"))) {
      var problem = assertThrows(Problem.class, () -> Properties.merged(Map.of(), patch));
      assertEquals(400, problem.kind().status());
    }
  }
}
