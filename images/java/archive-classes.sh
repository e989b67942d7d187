#!/bin/sh
# Keeps what the programs of an image load when they start in one file that Java maps into memory: a start takes half the
# processor time (run-java names the file). An image without it works as well.
# usage: archive-classes.sh REHEARSAL
#   REHEARSAL starts every program once; it is given a folder for the lists of what each of them loads
set -eu
programs=$JAVA_PROGRAMS lists=/tmp/class-lists
mkdir -p "$lists"
sh "$1" "$lists"
cat "$lists"/*.list | awk '!seen[$0]++' >/tmp/classes.list

# Only jars can be shared, and those of the archive come first: folders and what follows them are looked through after them.
shared=$(sed 's#^-cp ##; s#:/etc/hadoop:.*##' "$programs/class-path")
java "@$programs/jvm.flags" -Xmx256m -Xshare:dump -XX:SharedClassListFile=/tmp/classes.list \
  -XX:SharedArchiveFile="$programs/classes.jsa" -cp "$shared" >/tmp/dump.log 2>&1 || { cat /tmp/dump.log >&2; exit 1; }
chmod 644 "$programs/classes.jsa"
ls -l "$programs/classes.jsa"
