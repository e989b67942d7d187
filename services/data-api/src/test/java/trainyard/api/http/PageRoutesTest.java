package trainyard.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PageRoutesTest {
  private static final Pattern LOADED = Pattern.compile("(?:src|href|from|import)[= (]+\"(page/|\\.{1,2}/)([^\"]+\\.(?:js|css|svg))\"");

  @Test
  void hasEveryFileThatThePageLoads() {
    var seen = new HashSet<String>(List.of("index.html"));
    var waiting = new ArrayDeque<String>(seen);
    while (!waiting.isEmpty()) {
      var file = waiting.remove();
      var part = PageRoutes.read(file);
      assertTrue(part.isPresent(), file);
      var matcher = LOADED.matcher(new String(part.get().bytes(), StandardCharsets.UTF_8));
      while (matcher.find()) {
        var found = matcher.group(1).equals("page/")
            ? matcher.group(2)
            : URI.create("/" + file).resolve(matcher.group(1) + matcher.group(2)).getPath().substring(1);
        if (seen.add(found)) waiting.add(found);
      }
    }
    assertTrue(seen.size() > 15, seen.toString());
    assertTrue(seen.contains("views/files.js"), seen.toString());
  }

  @Test
  void servesNothingThatABrowserDoesNotNeed() {
    for (var file : List.of("tsconfig.json", "types.d.ts", "README.md")) assertFalse(PageRoutes.read(file).isPresent(), file);
    assertEquals("image/svg+xml", PageRoutes.read("icon.svg").orElseThrow().type());
  }
}
