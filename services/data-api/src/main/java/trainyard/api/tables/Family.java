package trainyard.api.tables;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.hadoop.hbase.HConstants;
import org.apache.hadoop.hbase.client.ColumnFamilyDescriptor;
import org.apache.hadoop.hbase.client.ColumnFamilyDescriptorBuilder;
import org.apache.hadoop.hbase.io.compress.Compression;
import org.apache.hadoop.hbase.regionserver.BloomType;

/**
 * A column family. A time to live of null is for ever; from a MOB threshold on a value has a file of its own, null is never.
 * Compression and Bloom filter are in HBase's words.
 */
public record Family(
    String name, int maxVersions, Integer ttlSeconds, String compression, String bloomFilter, Long mobThresholdBytes) {

  static Family of(ColumnFamilyDescriptor family) {
    var ttl = family.getTimeToLive();
    return new Family(
        family.getNameAsString(),
        family.getMaxVersions(),
        ttl == HConstants.FOREVER ? null : ttl,
        family.getCompressionType().getName().toUpperCase(Locale.ROOT),
        family.getBloomFilterType().name(),
        family.isMobEnabled() ? family.getMobThreshold() : null);
  }

  ColumnFamilyDescriptor descriptor() {
    var family = ColumnFamilyDescriptorBuilder.newBuilder(name.getBytes(StandardCharsets.UTF_8))
        .setMaxVersions(maxVersions)
        .setTimeToLive(ttlSeconds == null ? HConstants.FOREVER : ttlSeconds)
        .setCompressionType(Compression.Algorithm.valueOf(compression))
        .setBloomFilterType(BloomType.valueOf(bloomFilter))
        .setMobEnabled(mobThresholdBytes != null);
    if (mobThresholdBytes != null) family.setMobThreshold(mobThresholdBytes);
    return family.build();
  }
}
