#!/bin/sh
# Starts master, region server and the administration tool once, on loopback and a local file system, for archive-classes.sh.
set -eu
# shellcheck source=images/java/rehearsal.sh
. /run/java/rehearsal.sh
rm -rf /tmp/hbase /tmp/hbase-root
mkdir -p /etc/hbase
site_xml /etc/hbase/hbase-site.xml hbase.rootdir=file:///tmp/hbase-root hbase.tmp.dir=/tmp/hbase hbase.cluster.distributed=false \
  hbase.unsafe.stream.capability.enforce=false hbase.wal.provider=filesystem hbase.zookeeper.quorum=127.0.0.1 \
  "hbase.zookeeper.property.clientPort=$(a_port)" hbase.localcluster.assign.random.ports=true \
  hbase.master.ipc.address=127.0.0.1 hbase.regionserver.ipc.address=127.0.0.1 \
  hbase.master.info.bindAddress=127.0.0.1 hbase.regionserver.info.bindAddress=127.0.0.1

note_daemon hbase org.apache.hadoop.hbase.master.HMaster start
until_it_does note status trainyard.hbase.HBaseAdmin status '{}'
end_daemons
