#!/bin/bash
# Copies the newest image of the name space to BACKUP_DIR, one folder by time, whole or not at all, with hashes, and with VERSION,
# which says of which file system it is.
#   KEEP_DAYS      age in days from which a copy of the same file system is removed; the newest one stays
#   CHECKPOINT     a folder: nobody else makes images of the edits, so one is made there now, without a stop of the NameNode
set -euo pipefail
umask 077
aside=$BACKUP_DIR/.unfinished
going=$BACKUP_DIR/.going

stop() {
  echo "STOPPED: $1" >&2
  echo "what to do: $2" >&2
  exit 1
}

# What no two file systems have in common; nothing where a folder does not say it.
file_system() { grep -E '^(namespaceID|clusterID|blockpoolID)=.' "$1/VERSION" 2>/dev/null | sort || true; }

# Removes what is old of this file system, but for one copy. It is renamed first: half a copy never looks like one.
remove_old() {
  local copy
  find "$BACKUP_DIR" -mindepth 1 -maxdepth 1 -name '2*Z' ! -name "${1##*/}" -mtime "+$((KEEP_DAYS - 1))" | sort | while read -r copy; do
    if [ -z "$mine" ] || [ "$(file_system "$copy")" != "$mine" ]; then
      echo "kept $copy: it is old, and of another file system, or does not say of which: remove it by hand"
    else
      mv -T "$copy" "$going"
      rm -rf "$going"
      echo "removed $copy"
    fi
  done
}

# The newest copy of this file system, where it is whole.
newest_whole() {
  local copy newest=''
  for copy in "$BACKUP_DIR"/2*Z; do
    if [ -n "$mine" ] && [ "$(file_system "$copy")" = "$mine" ]; then newest=$copy; fi
  done
  if [ -n "$newest" ] && (cd "$newest" && sha256sum --status -c SHA256SUMS); then echo "$newest"; fi
}

free_kib() { df -k --output=avail "$BACKUP_DIR" | tail -n 1; }

exec 9>"$BACKUP_DIR/.lock"
flock -w 600 9 || stop "another job has worked at $BACKUP_DIR for 10 minutes" "wait for its end, or delete it"
rm -rf "$aside" "$going"

if [ -n "${CHECKPOINT:-}" ]; then
  run-java org.apache.hadoop.hdfs.server.namenode.SecondaryNameNode -checkpoint force
  made=$CHECKPOINT/current
else
  made=$(mktemp -d)
  hdfs-admin fetch-image "{\"folder\":\"$made\"}"
fi
image=$(find "$made" -maxdepth 1 -regex '.*/fsimage_[0-9]+' | sort | tail -n 1)
if [ "$(head -c 8 "${image:-/dev/null}")" != HDFSIMG1 ] || ! (cd "$made" && md5sum --status -c "${image##*/}.md5"); then
  stop "what came is no whole image: ${image:-none}; no copy is made, and none is removed" "look at the NameNode's log"
fi
mine=$(file_system "$made")

needed=$(du -kc "$image" "$image.md5" "$made/VERSION" | tail -n 1 | cut -f 1)
if [ "$(free_kib)" -lt "$needed" ]; then
  newest=$(newest_whole)
  if [ -n "$newest" ]; then remove_old "$newest"; fi
  if [ "$(free_kib)" -lt "$needed" ]; then
    stop "no room for a copy of $needed KiB: $(free_kib) KiB are free; the copies that are there stay" \
      "grow the claim (kubectl patch pvc), lower backup.keepDays, or remove copies that nobody needs"
  fi
fi

name=$(date -u +%Y%m%dT%H%M%SZ)
mkdir "$aside"
cp "$image" "$image.md5" "$made/VERSION" "$aside/"
(cd "$aside" && md5sum --status -c ./*.md5 && sha256sum VERSION fsimage_* >SHA256SUMS)
sync
mv -T "$aside" "$BACKUP_DIR/$name"
echo "wrote $BACKUP_DIR/$name: $(du -sk "$BACKUP_DIR/$name" | cut -f 1) KiB"
remove_old "$name"
