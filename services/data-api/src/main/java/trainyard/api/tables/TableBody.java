package trainyard.api.tables;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** What is sent to make a table. */
record TableBody(String name, List<FamilyBody> families, List<String> splits) {
  private static final int MAX_FAMILIES = 20;
  private static final int MAX_SPLITS = 100;

  /** What is not given is as it is for the tables that the project itself makes. */
  record FamilyBody(
      String name, Integer maxVersions, Integer ttlSeconds, String compression, String bloomFilter, Long mobThresholdBytes) {
    private static final List<String> COMPRESSIONS = List.of("NONE", "GZ", "SNAPPY");
    private static final List<String> BLOOM_FILTERS = List.of("NONE", "ROW", "ROWCOL");

    Family read(Input input, String path) {
      if (name == null || !name.matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}"))
        input.wrong(path + ".name", "must be 1 to 64 letters, digits, _ . and -, not beginning with . or -");
      within(input, path + ".maxVersions", maxVersions, 1, 10_000);
      within(input, path + ".ttlSeconds", ttlSeconds, 1, Integer.MAX_VALUE - 1);
      within(input, path + ".mobThresholdBytes", mobThresholdBytes, 1, 1 << 30);
      return new Family(
          name,
          maxVersions == null ? 1 : maxVersions,
          ttlSeconds,
          oneOf(input, path + ".compression", compression, COMPRESSIONS, "SNAPPY"),
          oneOf(input, path + ".bloomFilter", bloomFilter, BLOOM_FILTERS, "ROW"),
          mobThresholdBytes);
    }

    private static void within(Input input, String path, Number given, long least, long most) {
      if (given != null && (given.longValue() < least || given.longValue() > most))
        input.wrong(path, "must be " + least + " to " + most + ", got " + given);
    }

    private static String oneOf(Input input, String path, String given, List<String> known, String otherwise) {
      if (given == null) return otherwise;
      if (!known.contains(given)) input.wrong(path, "must be one of " + String.join(", ", known));
      return given;
    }
  }

  Table read(Input input, ByteForm form) {
    var id = name == null ? java.util.Optional.<TableId>empty() : TableId.parse(name);
    if (id.isEmpty()) input.wrong("$.name", TableId.RULE);
    var read = new Table(id.orElse(null), readFamilies(input), readSplits(input, form));
    return read;
  }

  private List<Family> readFamilies(Input input) {
    if (families == null || families.isEmpty() || families.size() > MAX_FAMILIES || families.contains(null)) {
      input.wrong("$.families", "must be 1 to " + MAX_FAMILIES + " families");
      return List.of();
    }
    var names = new TreeSet<String>();
    for (var family : families) {
      if (family.name() != null && !names.add(family.name())) input.wrong("$.families", "has " + family.name() + " twice");
    }
    return IntStream.range(0, families.size())
        .mapToObj(at -> families.get(at).read(input, "$.families[" + at + "]"))
        .sorted(java.util.Comparator.comparing(Family::name, java.util.Comparator.nullsFirst(java.util.Comparator.naturalOrder())))
        .toList();
  }

  /** In the order of keys. */
  private List<byte[]> readSplits(Input input, ByteForm form) {
    if (splits == null) return List.of();
    if (splits.size() > MAX_SPLITS) input.wrong("$.splits", "must be at most " + MAX_SPLITS);
    var keys = new TreeSet<byte[]>(Keys::compare);
    for (var at = 0; at < splits.size(); at++) {
      var path = "$.splits[" + at + "]";
      if (!keys.add(input.key(path, splits.get(at), form))) input.wrong(path, "is there twice");
    }
    return List.copyOf(keys);
  }
}
