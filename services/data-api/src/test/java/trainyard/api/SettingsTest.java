package trainyard.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
  @Test
  void hasADefaultForEverything() throws Exception {
    var settings = Settings.parse(Map.of());
    assertEquals(8000, settings.port());
    assertEquals("/data", settings.root());
    assertEquals("data_api", settings.namespace());
    assertEquals(16L << 20, settings.maxBodyBytes());
    assertEquals(Duration.ofHours(8), settings.session());
  }

  @Test
  void namesEveryProblemAtOnce() {
    var thrown = assertThrows(Settings.SettingsError.class, () -> Settings.parse(Map.of(
        "DATA_API_PORT", "http", "DATA_API_ROOT", "/", "DATA_API_NAMESPACE", "Ünicode", "DATA_API_MAX_CONCURRENT", "0")));
    for (var name : new String[] {"DATA_API_PORT", "DATA_API_ROOT", "DATA_API_NAMESPACE", "DATA_API_MAX_CONCURRENT"})
      assertTrue(thrown.getMessage().contains(name), thrown.getMessage());
  }

  @Test
  void refusesARootThatLeadsUpwards() {
    assertThrows(Settings.SettingsError.class, () -> Settings.parse(Map.of("DATA_API_ROOT", "/data/../hbase")));
  }
}
