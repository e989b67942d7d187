#!/bin/sh
# Compiles and tests services/data-api, and lays out its class path: every jar as the lock has it, or nothing.
# usage: build-service.sh LOCK TARGET MAVEN_ARGUMENT...
set -eu
lock=$1 target=$2
shift 2

# The secret `ca` is a CA bundle for this step only; without it Java's own authorities are asked.
if [ -e /run/secrets/ca ]; then
  java /build/TrustStore.java /run/secrets/ca /tmp/trust.p12 changeit
  export MAVEN_OPTS="-Djavax.net.ssl.trustStore=/tmp/trust.p12 -Djavax.net.ssl.trustStorePassword=changeit"
fi
mvn --batch-mode --quiet --file /build/data-api/pom.xml "$@" \
  -Dmdep.useRepositoryLayout=true -DincludeScope=runtime -DoutputDirectory=/build/jars package dependency:copy-dependencies

mkdir -p "$target"
cd /build/jars
find . -name '*.jar' | sed 's#^\./##' | sort | xargs sha256sum >/build/jars.lock
if ! cmp -s /build/jars.lock "$lock"; then
  echo "the jars of data-api are not those of its lock; what differs (< resolved, > lock):" >&2
  diff /build/jars.lock "$lock" >&2 || true
  exit 1
fi
mv /build/jars "$target/jars"
cp "$lock" "$target/jars.lock"
cp /build/data-api/target/data-api.jar "$target/"

# In the lock's order: a wildcard would leave it to the file system which jar comes first.
jars=$(cut -d ' ' -f 3 "$lock" | sed "s#^#$target/jars/#" | tr '\n' ':')
echo "-cp /etc/hadoop:/etc/hbase:$target/conf:$target/data-api.jar:${jars%:}" >"$target/class-path"
