# To be read by the rehearsal of an image: `note` runs a program and has its classes listed, `note_daemon` leaves it running.
# shellcheck shell=sh
lists=$1 daemons=
export HEAP_MIB=192 LOG_LEVEL=ERROR

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

# Until a program succeeds, at most 60 times; else everything that the daemons said.
until_it_does() {
  for _ in $(seq 60); do
    if "$@" >"$lists/last.log" 2>&1; then return; fi
    sleep 1
  done
  cat "$lists"/*.log >&2
  exit 1
}

# Ends the daemons as a pod ends them.
end_daemons() {
  # shellcheck disable=SC2086
  kill -TERM $daemons
  wait
}

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
