#!/bin/bash
# The stop of a pod with a NameNode and its failover controller: the NameNode hands over, then stops, then the controller.
# usage: leave.sh namenode          waits until this NameNode is not active any more
#        leave.sh zkfc              hands over to the other NameNode, and waits until this one is gone
# Ids of NameNodes are the names of their pods: <set>-0 and <set>-1.
set -uo pipefail
is_active() {
  bash "$(dirname "$0")/answers.sh" 9870 Hadoop:service=NameNode,name=NameNodeStatus '"State" : "active"'
} 2>/dev/null
answers() { (exec 3<>/dev/tcp/127.0.0.1/9870) 2>/dev/null; }

case $1 in
  namenode)
    for _ in $(seq 60); do
      is_active || exit 0
      sleep 1
    done
    ;;
  zkfc)
    # Without a handover the other controller notices by itself, after its session's timeout.
    if is_active; then timeout 50 haadmin -failover "$POD_NAME" "${POD_NAME%-*}-$((1 - ${POD_NAME##*-}))" || true; fi
    while answers; do sleep 1; done
    ;;
esac
exit 0
