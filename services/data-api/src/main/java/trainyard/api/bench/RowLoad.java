package trainyard.api.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import trainyard.api.data.Configurations;
import trainyard.api.http.Json;
import trainyard.api.tables.ByteForm;
import trainyard.api.tables.Cell;
import trainyard.api.tables.Column;
import trainyard.api.tables.HBase;
import trainyard.api.tables.Operation;
import trainyard.api.tables.RowStore;
import trainyard.api.tables.TableId;

/**
 * Measures rows over HTTP against the same client without HTTP, in the same process, in turns; and row gets at a steady rate. One
 * JSON document on stdout. The table is there, with the family `d`; the service takes as many requests of one user.
 * usage: run-java trainyard.api.bench.RowLoad URL TOKEN TABLE SECONDS
 */
public final class RowLoad {
  private static final int CLIENTS = 32;
  private static final int ROWS = 2000;
  private static final int PER_SECOND = 300;
  private static final int VALUE_CHARACTERS = 200;
  private static final int ROUNDS = 3;
  private static final Column COLUMN = Column.parse("d:v", ByteForm.TEXT).orElseThrow();

  private final String rowsUrl;
  private final String token;
  private final TableId table;
  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final RowStore rows = new RowStore(new HBase(Configurations.hbase()));

  private RowLoad(String url, String token, String table) {
    this.rowsUrl = url + "/v1/tables/" + table + "/rows/";
    this.token = token;
    this.table = TableId.parse(table).orElseThrow();
  }

  /** What is done to the row of a number. */
  @FunctionalInterface
  private interface Step {
    void take(int row) throws Exception;
  }

  public static void main(String[] arguments) throws Exception {
    var load = new RowLoad(arguments[0], arguments[1], arguments[2]);
    var seconds = Integer.parseInt(arguments[3]);
    System.out.println(Json.MAPPER.writeValueAsString(load.measure(seconds)));
    Runtime.getRuntime().halt(0);
  }

  private LinkedHashMap<String, Object> measure(int seconds) throws Exception {
    for (var row = 0; row < ROWS; row++) putDirect(row);
    rate(this::getHttp, 2);
    rate(this::putHttp, 2);
    var measured = new LinkedHashMap<String, Object>();
    measured.put("getsPerSecond", turns(this::getDirect, this::getHttp, seconds));
    measured.put("putsPerSecond", turns(this::putDirect, this::putHttp, seconds));
    measured.put("getMillisAt300PerSecond", steady(seconds));
    return measured;
  }

  /** Direct and over HTTP, one after the other, so that a busy machine slows both. */
  private List<LinkedHashMap<String, Double>> turns(Step direct, Step overHttp, int seconds) throws Exception {
    var pairs = new ArrayList<LinkedHashMap<String, Double>>();
    for (var round = 0; round < ROUNDS; round++) {
      var pair = new LinkedHashMap<String, Double>();
      pair.put("direct", rate(direct, seconds));
      pair.put("http", rate(overHttp, seconds));
      pairs.add(pair);
    }
    return pairs;
  }

  /** Steps in a second, of all clients together. */
  private static double rate(Step step, int seconds) throws Exception {
    var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    var started = System.nanoTime();
    var done = new AtomicInteger();
    var clients = new ArrayList<Callable<Void>>();
    for (var client = 0; client < CLIENTS; client++) {
      var first = client;
      clients.add(() -> {
        for (var row = first; System.nanoTime() < end; row += CLIENTS) {
          step.take(row % ROWS);
          done.incrementAndGet();
        }
        return null;
      });
    }
    var pool = Executors.newFixedThreadPool(CLIENTS);
    try {
      for (var client : pool.invokeAll(clients)) client.get();
    } finally {
      pool.shutdown();
    }
    return done.get() * 1e9 / (System.nanoTime() - started);
  }

  /** Each get is timed from when it was due, not from when a thread was free for it. */
  private LinkedHashMap<String, Double> steady(int seconds) throws Exception {
    var pool = Executors.newFixedThreadPool(CLIENTS * 2);
    var taken = Collections.synchronizedList(new ArrayList<Double>());
    var started = System.nanoTime();
    var all = new ArrayList<java.util.concurrent.Future<Void>>();
    for (var call = 0; call < seconds * PER_SECOND; call++) {
      var due = started + call * TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
      while (System.nanoTime() < due) LockSupport.parkNanos(due - System.nanoTime());
      var row = call % ROWS;
      all.add(pool.submit(() -> {
        getHttp(row);
        taken.add((System.nanoTime() - due) / 1e6);
        return null;
      }));
    }
    for (var one : all) one.get();
    pool.shutdown();
    var sorted = new ArrayList<>(taken);
    Collections.sort(sorted);
    var percentiles = new LinkedHashMap<String, Double>();
    for (var percent : List.of(50, 95, 99)) percentiles.put("p" + percent, sorted.get((sorted.size() - 1) * percent / 100));
    return percentiles;
  }

  private static String key(int row) {
    return String.format("load-%06d", row);
  }

  private static String value(int row) {
    return String.valueOf(row).repeat(VALUE_CHARACTERS).substring(0, VALUE_CHARACTERS);
  }

  private void getDirect(int row) throws Exception {
    var found = rows.get(table, new Operation.Read(key(row).getBytes(), List.of(), 1)).orElseThrow();
    if (found.cells().get(0).value().length != VALUE_CHARACTERS) throw new IllegalStateException("a wrong value of " + key(row));
  }

  private void putDirect(int row) throws Exception {
    rows.put(table, new Operation.Write(key(row).getBytes(), List.of(new Cell(COLUMN, value(row).getBytes(), null))));
  }

  private void getHttp(int row) throws Exception {
    var answer = send(request(row).GET().build(), 200);
    if (!answer.contains(value(row))) throw new IllegalStateException("a wrong value of " + key(row) + ": " + answer);
  }

  private void putHttp(int row) throws Exception {
    var body = "{\"cells\":[{\"column\":\"d:v\",\"value\":\"" + value(row) + "\"}]}";
    send(request(row).header("Content-Type", "application/json").PUT(HttpRequest.BodyPublishers.ofString(body)).build(), 204);
  }

  private HttpRequest.Builder request(int row) {
    return HttpRequest.newBuilder(URI.create(rowsUrl + key(row))).header("Authorization", "Bearer " + token);
  }

  private String send(HttpRequest request, int status) throws Exception {
    var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != status) throw new IllegalStateException(answer.statusCode() + ": " + answer.body());
    return answer.body();
  }
}
