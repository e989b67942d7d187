#!/bin/bash
# Gives this NameNode an image of the name space, where it has none, and never takes one away. Runs before every start.
#   NAME_DIR        folder of the image, below the volume
#   CLUSTER_ID      of the whole file system, for ever
#   POD_NAME        this pod, <set>-0 or <set>-1; ordinal 0 formats
#   POD_FQDN        its full name
#   POD_NAMESPACE   where it is
#   POD_UID         which no other pod ever has
#   JOURNALS        full names of all JournalNodes; without them there is one NameNode
#   STANDS_DIR      of ConfigMap <cluster>-stands: `nameNodes` says how many have served, `beginAnew` is a person's
# What is made is made aside and renamed when it is whole, so a bootstrap that is killed begins again.
set -euo pipefail

say() { echo "bootstrap: $*" >&2; }
stop() {
  say "STOPPED: $1"
  say "why: $2"
  say "what to do: ${*:3}"
  exit 1
}

# Something empty never takes the place of what has served, unless a person has named this very pod.
refuse_anew() {
  local map="$CLUSTER_ID-stands -n $POD_NAMESPACE"
  if [ "$(cat "$STANDS_DIR/beginAnew" 2>/dev/null)" = "$POD_UID" ]; then
    say "beginning anew in place of what was lost: a person has named this pod in ConfigMap $map"
    return
  fi
  stop "$1" "ConfigMap $map says that this file system has served. $2" "$3 (docs/runbooks/name-space.md)." \
    "To give up what was lost, and begin anew with nothing: kubectl patch configmap $map --type merge" \
    "-p '{\"data\":{\"beginAnew\":\"$POD_UID\"}}'; this pod sees it within minutes"
}

# One bean of a daemon's /jmx; fails where nobody answers. A machine that is lost refuses no connection: it is silent.
bean() {
  # shellcheck disable=SC2016
  timeout 5 bash -c '
    exec 3<>"/dev/tcp/$1/$2"
    printf "GET /jmx?qry=%s HTTP/1.0\r\nHost: %s\r\n\r\n" "$3" "$1" >&3
    cat <&3
  ' bean "$@" 2>/dev/null
}

# Whether a folder holds a VERSION and an image; a sum beside an image (.md5) is none.
has_image() {
  [ -f "$1/current/VERSION" ] && find "$1/current" -regex '.*/fsimage_[0-9]+' | grep . >/dev/null
}

# Sets what the journals say of themselves: how many belong to a file system, which belong to none, which are silent.
ask_journals() {
  formatted=0 empty='' silent=''
  local host said
  for host in $JOURNALS; do
    said=$(bean "$host" 8480 Hadoop:service=JournalNode,name=JournalNodeInfo) || said=
    case $said in
      *'Formatted\":\"true'*) formatted=$((formatted + 1)) ;;
      *JournalsStatus*) empty="$empty $host" ;;
      *) silent="$silent $host" ;;
    esac
  done
}

# Asks again until all have said something, or until $1 says that it is enough, which knows the round. Sets what ask_journals sets.
wait_for_journals() {
  local round
  for round in $(seq 120); do
    ask_journals
    if [ -z "$silent" ] || "$1" "$round"; then return; fi
    say "waiting for JournalNodes:$silent"
    sleep 2
  done
  stop "too few journals were seen" "these JournalNodes did not answer for 4 minutes:$silent" \
    "look at their pods; this pod tries again by itself"
}

# Most of them are enough for HDFS. The others have half a minute to come, and more where their machines are silent.
ROUNDS=15
are_quorum() { [ "$formatted" -ge 2 ] && [ "$1" -gt "$ROUNDS" ]; }
is_one_formatted() { [ "$formatted" -ge 1 ]; }

# Renames what was made aside, when it is on disk.
keep() {
  has_image "$aside" ||
    stop "$aside is not whole" "the command before this ended well and left no image" "report this with the log above"
  sync
  mv -T "$aside" "$NAME_DIR"
  sync
}

# Whether there has never been a file system: one journal that has one is enough to know better, all must say that they have none.
is_first() {
  wait_for_journals is_one_formatted
  [ "$formatted" = 0 ]
}

format_here() {
  if [ -n "$served" ]; then
    refuse_anew "no image of the name space, and this is not the first start" \
      "The volume of this NameNode was lost, or is another one. In an empty name space no file would have its blocks any more" \
      "bring its volume back, or put a copy of the image on this one"
  fi
  say "formatting a new file system, cluster $CLUSTER_ID"
  # Without the journals: they are given to this file system by the next step, which knows whether that was done.
  local alone=()
  [ -z "${JOURNALS:-}" ] || alone=(-D dfs.namenode.shared.edits.dir=)
  run-java org.apache.hadoop.hdfs.server.namenode.NameNode "${here[@]}" "${alone[@]}" \
    -format -nonInteractive -clusterId "$CLUSTER_ID"
  keep
}

copy_from_peer() {
  local why="$peer did not answer within 5 minutes"
  for _ in $(seq 60); do
    if bean "$peer" 9870 Hadoop:service=NameNode,name=NameNodeStatus | grep '"State" : "\(active\|standby\)"' >/dev/null; then
      say "copying the image of $peer"
      rm -rf "$aside"
      run-java org.apache.hadoop.hdfs.server.namenode.NameNode "${here[@]}" -bootstrapStandby -nonInteractive && keep && return
      why="$peer answers, and its image could not be copied: the log above says why"
    fi
    say "waiting for the other NameNode: $peer"
    sleep 5
  done
  stop "no image of the name space, and none to copy" "$why" \
    "look at its pod; this pod tries again by itself. If both volumes are lost, put a copy back (docs/runbooks/name-space.md)"
}

give_journals() {
  wait_for_journals are_quorum
  case $formatted in
    0)
      # One NameNode that becomes one of two has served, and given its edits to nobody yet.
      if [ "$served" = 2 ]; then
        refuse_anew "all 3 journals are empty" \
          "Their volumes were lost, and with them the newest edits, which this NameNode alone may not have" \
          "bring a volume back, or see to it that this NameNode has the newest edits, and begin anew with its own"
      fi
      say "giving the journals to this file system"
      run-java org.apache.hadoop.hdfs.server.namenode.NameNode -initializeSharedEdits -nonInteractive
      ;;
    1)
      stop "only 1 of 3 journals belongs to the file system" "these are empty, by lost volumes or a format that was cut off:$empty" \
        "stop an empty JournalNode, copy the folder /data/journal of the one that is not to its volume, start it; then the other one"
      ;;
    2)
      # Two are a quorum: to wait for the third would take the NameNode away as well.
      if [ -n "$silent" ]; then say "going on with 2 of 3 journals: this one does not answer:$silent"; fi
      if [ -n "$empty" ]; then
        say "WARNING: going on with 2 of 3 journals; with one less HDFS stops. This one is empty:$empty. Its volume was lost, or its" \
          "format was cut off: stop it, copy the folder /data/journal of another one to its volume, start it"
      fi
      ;;
  esac
}

ordinal=${POD_NAME##*-}
peer=${POD_NAME%-*}-$((1 - ordinal)).${POD_FQDN#*.}
aside=$NAME_DIR.unfinished
here=(-D "dfs.namenode.name.dir=file://$aside")
rm -rf "$aside"
# With how many NameNodes this file system has served; nothing before it did.
served=$(cat "$STANDS_DIR/nameNodes" 2>/dev/null || true)

if has_image "$NAME_DIR"; then
  say "this NameNode has its image"
elif [ -e "$NAME_DIR" ]; then
  stop "$NAME_DIR is half formatted" "it has no VERSION with an fsimage beside it, and something else is in it" \
    "look at it; move it away to begin anew: with a second NameNode the image is copied from there," \
    "with one a copy is put back (docs/runbooks/name-space.md)"
elif [ -z "${JOURNALS:-}" ]; then
  format_here
elif [ "$ordinal" = 0 ] && is_first; then
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
