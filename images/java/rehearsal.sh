# To be read by the rehearsal of an image: `note` runs a program and has its classes listed, `note_daemon` leaves it running.
# A build may share the network of its machine, and others may build or run the same: all listen on loopback, at ports of chance.
# shellcheck shell=sh
lists=$1 daemons=
export HEAP_MIB=192 LOG_LEVEL=ERROR

a_port() { shuf -i 20000-32000 -n 1; }

note() {
  name=$1
  shift
  JVM_FLAGS="-XX:DumpLoadedClassList=$lists/$name.list" run-java "$@"
}

note_daemon() {
  name=$1
  shift
  JVM_FLAGS="-XX:DumpLoadedClassList=$lists/$name.list" run-java "$@" >"$lists/$name.log" 2>&1 &
  daemons="$daemons $!"
}

# Until a program succeeds, at most 60 times.
until_it_does() {
  for _ in $(seq 60); do
    if "$@" >"$lists/last.log" 2>&1; then return; fi
    sleep 1
  done
  echo "rehearsal: $* did not succeed" >&2
  return 1
}

# Ends the daemons as a pod ends them, within a minute; fails where one of them had ended by itself.
end_daemons() {
  ended=0
  for daemon in $daemons; do kill -TERM "$daemon" 2>/dev/null || ended=1; done
  (sleep 60 && kill_daemons) &
  last_resort=$!
  # shellcheck disable=SC2086
  wait $daemons || true
  kill "$last_resort" 2>/dev/null || true
  return "$ended"
}

kill_daemons() {
  for daemon in $daemons; do kill -KILL "$daemon" 2>/dev/null || true; done
}
trap kill_daemons EXIT # a rehearsal that fails leaves nothing to the next one

# site_xml FILE NAME=VALUE...
site_xml() {
  file=$1
  shift
  {
    echo "<configuration>"
    for pair; do echo "<property><name>${pair%%=*}</name><value>${pair#*=}</value></property>"; done
    echo "</configuration>"
  } >"$file"
}
