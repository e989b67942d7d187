package trainyard.api.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What the service counts. Labels come from routes and statuses, never from what a caller sends. */
public final class Metrics {
  private final PrometheusRegistry registry = new PrometheusRegistry();

  public final Histogram requests = Histogram.builder()
      .name("data_api_request_duration_seconds")
      .help("Time from a request's start to the end of its answer")
      .unit(Unit.SECONDS)
      .classicOnly()
      .classicUpperBounds(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120)
      .labelNames("method", "route", "status")
      .register(registry);

  public final Gauge running = Gauge.builder()
      .name("data_api_requests_running")
      .help("Requests that are being answered")
      .register(registry);

  public final Counter audited = Counter.builder()
      .name("data_api_audit_total")
      .help("Writes and refusals, as in the audit log")
      .labelNames("action", "outcome")
      .register(registry);

  public final Counter bytes = Counter.builder()
      .name("data_api_file_bytes_total")
      .help("Bytes of files that came in or went out")
      .labelNames("direction", "store")
      .register(registry);

  public final Counter limited = Counter.builder()
      .name("data_api_limited_total")
      .help("Requests that a limit refused")
      .labelNames("limit")
      .register(registry);

  public final Gauge dependencies = Gauge.builder()
      .name("data_api_dependency_up")
      .help("1 where the dependency answered its last probe")
      .labelNames("dependency")
      .register(registry);

  /** In Prometheus' text format. */
  public String text() {
    var out = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(out, registry.scrape());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
