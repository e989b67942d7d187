#!/bin/bash
# Asks the server of this pod, without a program of its own: a JVM for each probe would cost more than the server.
# usage: asks.sh PORT ruok|srvr
#   ruok: it runs.   srvr: it serves, alone or in a quorum.
set -eu
exec 3<>"/dev/tcp/127.0.0.1/$1"
printf %s "$2" >&3
case $2 in
  ruok)
    read -r -t 8 -n 4 -u 3 said
    [ "$said" = imok ]
    ;;
  srvr)
    while read -r -t 8 -u 3 line; do
      case $line in Mode:*) exit 0 ;; esac
    done
    exit 1
    ;;
esac
