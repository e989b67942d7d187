#!/bin/bash
# Copies the newest image of the name space to BACKUP_DIR, one folder by time, whole or not at all, with hashes.
#   KEEP_DAYS      age in days from which a copy is removed; the newest one stays
#   CHECKPOINT     set: nobody else makes images of the edits, so one is made now, without a stop of the NameNode
set -euo pipefail
umask 077
name=$(date -u +%Y%m%dT%H%M%SZ)
aside=$BACKUP_DIR/.unfinished
rm -rf "$aside"
mkdir "$aside"

if [ -n "${CHECKPOINT:-}" ]; then
  run-java org.apache.hadoop.hdfs.server.namenode.SecondaryNameNode -checkpoint force
  newest=$(find /tmp/checkpoint/current -regex '.*/fsimage_[0-9]+' | sort | tail -n 1)
  cp "$newest" "$newest.md5" "$aside/"
else
  hdfs-admin fetch-image "{\"folder\":\"$aside\"}"
fi
(cd "$aside" && sha256sum fsimage_* >SHA256SUMS)
sync
mv -T "$aside" "$BACKUP_DIR/$name"
echo "wrote $BACKUP_DIR/$name: $(du -sk "$BACKUP_DIR/$name" | cut -f 1) KiB"

find "$BACKUP_DIR" -mindepth 1 -maxdepth 1 -name '2*Z' ! -name "$name" -mtime "+$((KEEP_DAYS - 1))" -print -exec rm -rf {} +
