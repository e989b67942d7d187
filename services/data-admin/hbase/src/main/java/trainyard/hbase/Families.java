package trainyard.hbase;

import java.util.Locale;
import org.apache.hadoop.hbase.HConstants;
import org.apache.hadoop.hbase.client.ColumnFamilyDescriptor;
import org.apache.hadoop.hbase.client.ColumnFamilyDescriptorBuilder;
import org.apache.hadoop.hbase.io.compress.Compression;
import org.apache.hadoop.hbase.regionserver.BloomType;
import org.apache.hadoop.hbase.util.Bytes;
import trainyard.tool.Answer;
import trainyard.tool.Refusal;
import trainyard.tool.Request;

/** Column families as the tool speaks of them. A time to live of null is for ever. */
final class Families {
  private Families() {}

  static Answer describe(ColumnFamilyDescriptor family) {
    var ttl = family.getTimeToLive();
    return Answer.of("name", family.getNameAsString())
        .with("ttlSeconds", ttl == HConstants.FOREVER ? null : ttl)
        .with("maxVersions", family.getMaxVersions())
        .with("compression", family.getCompressionType().getName().toUpperCase(Locale.ROOT))
        .with("bloomFilter", family.getBloomFilterType().name())
        .with("mobThresholdBytes", family.isMobEnabled() ? family.getMobThreshold() : null);
  }

  /** The family that is asked for: what is not given is as it was, or HBase's default. */
  static ColumnFamilyDescriptor parse(Request wanted, ColumnFamilyDescriptor was) throws Refusal {
    var name = Bytes.toBytes(wanted.text("name"));
    var family = was == null ? ColumnFamilyDescriptorBuilder.newBuilder(name) : ColumnFamilyDescriptorBuilder.newBuilder(was);
    if (wanted.given("ttlSeconds")) family.setTimeToLive((int) wanted.optionalWhole("ttlSeconds").orElse(HConstants.FOREVER));
    if (wanted.has("maxVersions")) family.setMaxVersions((int) wanted.whole("maxVersions"));
    if (wanted.has("compression")) family.setCompressionType(oneOf(Compression.Algorithm.class, wanted.text("compression"), "compression"));
    if (wanted.has("bloomFilter")) family.setBloomFilterType(oneOf(BloomType.class, wanted.text("bloomFilter"), "bloomFilter"));
    if (wanted.given("mobThresholdBytes")) {
      var threshold = wanted.optionalWhole("mobThresholdBytes");
      family.setMobEnabled(threshold.isPresent());
      if (threshold.isPresent()) family.setMobThreshold(threshold.getAsLong());
    }
    return family.build();
  }

  private static <T extends Enum<T>> T oneOf(Class<T> type, String text, String field) throws Refusal {
    try {
      return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      var known = java.util.Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
      throw new Refusal("BadRequest", field + " must be one of " + String.join(", ", known) + ", got " + text);
    }
  }
}
