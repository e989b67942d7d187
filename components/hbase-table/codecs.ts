/**
 * Codecs whose classes the image `hbase` has: Java's own, and snappy-java, which Hadoop's SnappyCodec works with. HBase's own
 * codec packages are not to be had, and Hadoop's others need native libraries or jars that are not there.
 */
export const provenCodecs = ["NONE", "GZ", "SNAPPY"] as const;
