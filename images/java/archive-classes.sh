#!/bin/sh
# Keeps what the programs of an image load when they start in one file that Java maps into memory: a start takes half the
# processor time (run-java names the file). Where it cannot be made the file stays empty, and the image works as well.
# usage: archive-classes.sh REHEARSAL
#   REHEARSAL starts every program once; it is given a folder for the lists of what each of them loads
set -eu
archive=$JAVA_PROGRAMS/classes.jsa lists=/tmp/class-lists

for try in 1 2 3; do
  rm -rf "$lists" && mkdir -p "$lists"
  if sh "$1" "$lists"; then break; fi
  echo "archive-classes: try $try of the rehearsal failed; what its programs said:" >&2
  tail -n 20 "$lists"/*.log >&2
  rm -rf "$lists" && mkdir -p "$lists"
done
cat "$lists"/*.list 2>/dev/null | awk '!seen[$0]++' >/tmp/classes.list

# Only jars can be shared, and those of the archive come first: folders and what follows them are looked through after them.
shared=$(sed 's#^-cp ##; s#:/etc/hadoop:.*##' "$JAVA_PROGRAMS/class-path")
if [ ! -s /tmp/classes.list ] || ! java "@$JAVA_PROGRAMS/jvm.flags" -Xmx256m -Xshare:dump -XX:SharedClassListFile=/tmp/classes.list \
  -XX:SharedArchiveFile="$archive" -cp "$shared" >/tmp/dump.log 2>&1; then
  if [ -e /tmp/dump.log ]; then tail -n 20 /tmp/dump.log >&2; fi
  echo "archive-classes: warning: without an archive of classes, programs of this image start half as fast" >&2
  rm -f "$archive" && : >"$archive"
fi
chmod 644 "$archive"
ls -l "$archive"
