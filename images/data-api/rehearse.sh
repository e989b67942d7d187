#!/bin/sh
# Starts the data API once, with nothing behind it: it serves while it waits for a data layer. For archive-classes.sh.
set -eu
# shellcheck source=images/java/rehearsal.sh
. /run/java/rehearsal.sh
mkdir -p /etc/hadoop /etc/hbase /etc/data-api
site_xml /etc/hadoop/core-site.xml fs.defaultFS=hdfs://127.0.0.1:8020
site_xml /etc/hbase/hbase-site.xml hbase.zookeeper.quorum=127.0.0.1
echo '{"users":[],"tokens":[]}' >/etc/data-api/users.json
head -c 32 /dev/urandom >/etc/data-api/session-key

export LOG_LEVEL=INFO DATA_API_LISTEN=127.0.0.1 DATA_API_PORT=0 DATA_API_MANAGEMENT_PORT=0
note_daemon data-api trainyard.api.Main
until_it_does grep -q 'listens' "$lists/data-api.log"
end_daemons
