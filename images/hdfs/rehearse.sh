#!/bin/sh
# Starts every program of this image once, on loopback, for archive-classes.sh.
set -eu
# shellcheck source=images/java/rehearsal.sh
. /run/java/rehearsal.sh
rm -rf /tmp/hadoop /tmp/zookeeper
mkdir -p /etc/hadoop
site_xml /etc/hadoop/core-site.xml "fs.defaultFS=hdfs://127.0.0.1:$(a_port)" hadoop.tmp.dir=/tmp/hadoop
site_xml /etc/hadoop/hdfs-site.xml dfs.replication=1 dfs.namenode.datanode.registration.ip-hostname-check=false \
  dfs.namenode.http-address=127.0.0.1:0 dfs.datanode.address=127.0.0.1:0 dfs.datanode.ipc.address=127.0.0.1:0 \
  dfs.datanode.http.address=127.0.0.1:0 dfs.journalnode.rpc-address=127.0.0.1:0 dfs.journalnode.http-address=127.0.0.1:0
printf 'dataDir=/tmp/zookeeper\nclientPortAddress=127.0.0.1\nclientPort=%s\nadmin.enableServer=false\n' "$(a_port)" >/tmp/zoo.cfg

note format org.apache.hadoop.hdfs.server.namenode.NameNode -format -force >"$lists/format.log" 2>&1
note_daemon namenode org.apache.hadoop.hdfs.server.namenode.NameNode
note_daemon datanode org.apache.hadoop.hdfs.server.datanode.DataNode
note_daemon journalnode org.apache.hadoop.hdfs.qjournal.server.JournalNode
note_daemon zookeeper org.apache.zookeeper.server.quorum.QuorumPeerMain /tmp/zoo.cfg
until_it_does note write trainyard.hdfs.HdfsAdmin write '{"path":"/rehearsal","bytes":1000,"seed":1}'
until_it_does note read trainyard.hdfs.HdfsAdmin read '{"path":"/rehearsal"}'
end_daemons
