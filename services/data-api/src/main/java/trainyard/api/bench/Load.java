package trainyard.api.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import trainyard.api.http.Json;

/**
 * Measures a service from beside it, against what it is built on, and answers with one JSON document on stdout. What it makes for
 * that it removes; the token is an admin's. The service takes as many requests of one user.
 *
 * usage: run-java trainyard.api.bench.Load rows|steady|upload URL TOKEN SECONDS SAMPLES
 *   rows    gets and puts of rows in a second, by 32 clients and by one: by the service's own client of HBase, a call for each, and over HTTP
 *   steady  milliseconds of row gets and of metadata at 300 requests a second
 *   upload  bytes of one large file in a second: by a client of HDFS, and over HTTP
 * SECONDS is the length of a sample. Before the first one everything is done until it gets no faster: both JVMs have compiled it then.
 */
public final class Load {
  /** A rate that is less than this above the best before it is no longer growing. */
  private static final double GROWTH = 1.05;
  /** How often it must not have grown in succession, after so many steps; and when it is given up. */
  private static final int LEVEL = 3;
  private static final int LEAST_STEPS = 20_000;
  private static final int MOST_WARMING = 40;

  private final Api api;
  private final int seconds;
  private final int samples;

  private Load(Api api, int seconds, int samples) {
    this.api = api;
    this.seconds = seconds;
    this.samples = samples;
  }

  /** A rate. */
  @FunctionalInterface
  private interface Measured {
    double take() throws Exception;
  }

  public static void main(String[] arguments) throws Exception {
    var load = new Load(new Api(arguments[1], arguments[2]), Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]));
    var measured = switch (arguments[0]) {
      case "rows" -> load.rows();
      case "steady" -> load.steady();
      case "upload" -> load.upload();
      default -> throw new IllegalArgumentException("not rows, steady or upload: " + arguments[0]);
    };
    System.out.println(Json.MAPPER.writeValueAsString(measured));
    Runtime.getRuntime().halt(0);
  }

  private Map<String, Object> rows() throws Exception {
    var rows = new Rows(api);
    rows.make();
    try (var clients = new Clients()) {
      warm(clients, "gets direct", rows::getDirect);
      warm(clients, "gets over HTTP", rows::getHttp);
      warm(clients, "puts direct", rows::putDirect);
      warm(clients, "puts over HTTP", rows::putHttp);
      var measured = new LinkedHashMap<String, Object>();
      measured.put("gets", pairs(clients, Clients.COUNT, rows::getDirect, rows::getHttp));
      measured.put("puts", pairs(clients, Clients.COUNT, rows::putDirect, rows::putHttp));
      measured.put("getsOfOne", pairs(clients, 1, rows::getDirect, rows::getHttp));
      measured.put("putsOfOne", pairs(clients, 1, rows::putDirect, rows::putHttp));
      return measured;
    } finally {
      rows.remove();
    }
  }

  private Map<String, Object> steady() throws Exception {
    var rows = new Rows(api);
    var files = new SmallFiles(api);
    rows.make();
    files.make();
    try (var clients = new Clients()) {
      warm(clients, "gets over HTTP", rows::getHttp);
      warm(clients, "metadata over HTTP", files::metadata);
      var measured = new LinkedHashMap<String, Object>();
      measured.put("rowGet", steady(clients, rows::getHttp));
      measured.put("metadata", steady(clients, files::metadata));
      return measured;
    } finally {
      files.remove();
      rows.remove();
    }
  }

  private void warm(Clients clients, String what, Clients.Step step) throws Exception {
    var best = 0.0;
    var steps = 0.0;
    for (int level = 0, round = 0; (level < LEVEL || steps < LEAST_STEPS) && round < MOST_WARMING; round++) {
      var rate = clients.rate(step, Clients.COUNT, seconds);
      System.err.printf("warming up %s: %.0f a second%n", what, rate);
      steps += rate * seconds;
      level = rate < best * GROWTH ? level + 1 : 0;
      best = Math.max(best, rate);
    }
  }

  private List<Map<String, Double>> steady(Clients clients, Clients.Step step) throws Exception {
    var all = new ArrayList<Map<String, Double>>();
    while (all.size() < samples) all.add(clients.steady(step, seconds));
    return all;
  }

  private Map<String, Object> upload() throws Exception {
    var file = new LargeFile(api);
    file.direct();
    file.http();
    return Map.of("uploads", pairs(file::direct, file::http));
  }

  private List<Map<String, Double>> pairs(Clients clients, int count, Clients.Step direct, Clients.Step http) throws Exception {
    return pairs(() -> clients.rate(direct, count, seconds), () -> clients.rate(http, count, seconds));
  }

  /** In turns, so that a busy machine slows both. */
  private List<Map<String, Double>> pairs(Measured direct, Measured http) throws Exception {
    var pairs = new ArrayList<Map<String, Double>>();
    while (pairs.size() < samples) {
      var pair = new LinkedHashMap<String, Double>();
      pair.put("direct", direct.take());
      pair.put("http", http.take());
      System.err.println(pair);
      pairs.add(pair);
    }
    return pairs;
  }
}
