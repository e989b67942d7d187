#!/bin/bash
# The stop of a pod with a NameNode and its failover controller: the NameNode hands over, then stops, then the controller.
# usage: leave.sh namenode          waits until this NameNode is not active any more
#        leave.sh zkfc              hands over to the other NameNode, and waits until this one is gone
# Both containers share /tmp: there the one tells the other that it has tried.
# Ids of NameNodes are the names of their pods: <set>-0 and <set>-1. One that has just started answers before it knows where the
# blocks are: a handover to it would make every writer wait, so it is given ten minutes; one that does not answer, seconds.
set -uo pipefail

# A pattern in a bean of a NameNode's /jmx; fails where nobody answers. A machine that is lost refuses no connection: it is silent.
says() {
  # shellcheck disable=SC2016
  timeout 10 bash -c '
    exec 3<>"/dev/tcp/$1/9870"
    printf "GET /jmx?qry=Hadoop:service=NameNode,name=%s HTTP/1.0\r\nHost: localhost\r\n\r\n" "$2" >&3
    cat <&3 | grep -- "$3" >/dev/null
  ' says "$@" 2>/dev/null
}
# shellcheck disable=SC2016
answers() { timeout 3 bash -c 'exec 3<>"/dev/tcp/$1/9870"' answers "$1" 2>/dev/null; }
is_active() { says 127.0.0.1 NameNodeStatus '"State" : "active"'; }
is_ready() { says "$peer" NameNodeStatus '"State" : "standby"' && says "$peer" FSNamesystemState '"FSState" : "Operational"'; }

other=${POD_NAME%-*}-$((1 - ${POD_NAME##*-}))
peer=$other.${POD_FQDN#*.}
case $1 in
  namenode)
    touch /tmp/leaving
    for _ in $(seq 700); do
      if ! is_active || [ /tmp/handover-tried -nt /tmp/leaving ]; then exit 0; fi
      sleep 1
    done
    ;;
  zkfc)
    silent=0
    for _ in $(seq 600); do
      if ! is_active || is_ready; then break; fi
      if answers "$peer"; then silent=0; else silent=$((silent + 1)); fi
      if [ "$silent" -ge 5 ]; then break; fi
      sleep 1
    done
    # Without a handover the other controller notices by itself, after its session's timeout.
    if [ "$silent" -lt 5 ] && is_active; then timeout 50 haadmin -failover "$POD_NAME" "$other" || true; fi
    touch /tmp/handover-tried
    while answers 127.0.0.1; do sleep 1; done
    ;;
esac
exit 0
