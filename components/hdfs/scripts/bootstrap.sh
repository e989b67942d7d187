#!/bin/bash
# Gives this NameNode an image of the name space, where it has none, and never takes one away. Runs before every start.
#   NAME_DIR        folder of the image, below the volume
#   CLUSTER_ID      of the whole file system, for ever
#   POD_NAME        this pod, <set>-0 or <set>-1; ordinal 0 formats
#   POD_FQDN        its full name
#   JOURNALS        full names of all JournalNodes; without them there is one NameNode
# What is made is made aside and renamed when it is whole, so a bootstrap that is killed begins again.
set -euo pipefail

say() { echo "bootstrap: $*" >&2; }
stop() {
  say "STOPPED: $1"
  say "why: $2"
  say "what to do: $3"
  exit 1
}

# One bean of a daemon's /jmx; fails where nobody answers.
bean() {
  exec 3<>"/dev/tcp/$1/$2" || return 1
  printf 'GET /jmx?qry=%s HTTP/1.0\r\nHost: %s\r\n\r\n' "$3" "$1" >&3
  timeout 10 cat <&3
} 2>/dev/null

# Whether a folder holds a VERSION and an image; a sum beside an image (.md5) is none.
has_image() {
  [ -f "$1/current/VERSION" ] && find "$1/current" -regex '.*/fsimage_[0-9]+' | grep . >/dev/null
}

# How many journals have been given to a file system; fails until all three have answered.
formatted_journals() {
  local count=0 host said
  for host in $JOURNALS; do
    said=$(bean "$host" 8480 Hadoop:service=JournalNode,name=JournalNodeInfo) || return 1
    case $said in
      *'Formatted\":\"true'*) count=$((count + 1)) ;;
      *JournalsStatus*) ;;
      *) return 1 ;;
    esac
  done
  echo "$count"
}

all_journals() {
  local count
  for _ in $(seq 120); do
    if count=$(formatted_journals); then
      echo "$count"
      return
    fi
    say "waiting until every JournalNode answers: $JOURNALS"
    sleep 2
  done
  stop "no look at the journals" "not every JournalNode answered within 4 minutes: $JOURNALS" \
    "look at their pods; this pod tries again by itself"
}

# Renames what was made aside, when it is on disk.
keep() {
  has_image "$aside" ||
    stop "$aside is not whole" "the command before this ended well and left no image" "report this with the log above"
  sync
  mv -T "$aside" "$NAME_DIR"
  sync
}

format_here() {
  say "formatting a new file system, cluster $CLUSTER_ID"
  # Without the journals: they are given to this file system by the next step, which knows whether that was done.
  local alone=()
  [ -z "${JOURNALS:-}" ] || alone=(-D dfs.namenode.shared.edits.dir=)
  run-java org.apache.hadoop.hdfs.server.namenode.NameNode "${here[@]}" "${alone[@]}" \
    -format -nonInteractive -clusterId "$CLUSTER_ID"
  keep
}

copy_from_peer() {
  for _ in $(seq 60); do
    if bean "$peer" 9870 Hadoop:service=NameNode,name=NameNodeStatus | grep '"State" : "\(active\|standby\)"' >/dev/null; then
      say "copying the image of $peer"
      rm -rf "$aside"
      run-java org.apache.hadoop.hdfs.server.namenode.NameNode "${here[@]}" -bootstrapStandby -nonInteractive && keep && return
    fi
    say "waiting for the other NameNode: $peer"
    sleep 5
  done
  stop "no image of the name space, and none to copy" "$peer did not answer within 5 minutes" \
    "look at its pod; this pod tries again by itself. If both volumes are lost, restore a copy (components/hdfs/README.md)"
}

give_journals() {
  local count
  count=$(all_journals)
  case $count in
    0)
      say "giving the journals to this file system"
      run-java org.apache.hadoop.hdfs.server.namenode.NameNode -initializeSharedEdits -nonInteractive
      ;;
    3) ;;
    *) stop "only $count of 3 journals belong to the file system" "the others are empty: a volume was lost, or a format was cut off" \
      "stop an empty JournalNode, copy the folder /data/journal of one that is not to its volume, start it; all 3 empty is a new start" ;;
  esac
}

ordinal=${POD_NAME##*-}
peer=${POD_NAME%-*}-$((1 - ordinal)).${POD_FQDN#*.}
aside=$NAME_DIR.unfinished
here=(-D "dfs.namenode.name.dir=file://$aside")
rm -rf "$aside"

if has_image "$NAME_DIR"; then
  say "this NameNode has its image"
elif [ -e "$NAME_DIR" ]; then
  stop "$NAME_DIR is half formatted" "it has no VERSION with an fsimage beside it, and something else is in it" \
    "look at it; move it away to begin anew: with a second NameNode the image is copied from there, with one it is lost"
elif [ -z "${JOURNALS:-}" ]; then
  format_here
elif [ "$ordinal" = 0 ] && [ "$(all_journals)" = 0 ]; then
  # No journal belongs to a file system: there has never been one. An answering peer would be a mistake of ours.
  format_here
else
  copy_from_peer
fi
[ -n "${JOURNALS:-}" ] || exit 0
if [ "$ordinal" = 0 ]; then give_journals; fi

# 2: the node is there already.
run-java org.apache.hadoop.hdfs.tools.DFSZKFailoverController -formatZK -nonInteractive || [ $? = 2 ]
say "done"
