#!/bin/sh
# Becomes a Java program with the flags and on the class path of this image.
# usage: run-java MAIN_CLASS ARGUMENT...
#   HEAP_MIB   heap in MiB; without it the heap is 60 % of the memory that the container may have
#   LOG_LEVEL  of what is said on stderr; default INFO
#   JVM_FLAGS  further flags, before the class
# shellcheck disable=SC2086
set -eu
if [ -n "${HEAP_MIB:-}" ]; then heap="-Xms${HEAP_MIB}m -Xmx${HEAP_MIB}m"; else heap="-XX:MaxRAMPercentage=60"; fi
shared=
if [ -s "$JAVA_PROGRAMS/classes.jsa" ]; then shared="-XX:SharedArchiveFile=$JAVA_PROGRAMS/classes.jsa"; fi
exec java "@$JAVA_PROGRAMS/jvm.flags" $shared $heap ${JVM_FLAGS:-} "-Dlog.level=${LOG_LEVEL:-INFO}" "@$JAVA_PROGRAMS/class-path" "$@"
