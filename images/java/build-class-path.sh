#!/bin/sh
# Compiles and tests a Maven project, and lays out the class path of its programs: every jar as the lock has it, or nothing.
# usage: build-class-path.sh PROJECT LOCK TARGET MAVEN_ARGUMENT...
# Every version is an argument; that of a module that is not built only has to be there.
set -eu
project=$1 lock=$2 target=$3
shift 3

# The secret `ca` is a CA bundle for this step only; without it Java's own authorities are asked.
if [ -e /run/secrets/ca ]; then
  java /build/TrustStore.java /run/secrets/ca /tmp/trust.p12 changeit
  export MAVEN_OPTS="-Djavax.net.ssl.trustStore=/tmp/trust.p12 -Djavax.net.ssl.trustStorePassword=changeit"
fi
mvn --batch-mode --quiet --file "$project/pom.xml" "$@" \
  -Dmdep.useRepositoryLayout=true -DincludeScope=runtime -DexcludeGroupIds=trainyard -DoutputDirectory=/build/jars \
  package dependency:copy-dependencies

mkdir -p "$target"
cd /build/jars
find . -name '*.jar' | sed 's#^\./##' | sort | xargs sha256sum >/build/jars.lock
if ! cmp -s /build/jars.lock "$lock"; then
  echo "the jars of $target are not those of its lock; what differs (< resolved, > lock):" >&2
  diff /build/jars.lock "$lock" >&2 || true
  exit 1
fi
mv /build/jars "$target/jars"
cp "$lock" "$target/jars.lock"
find "$project" -path '*/target/*.jar' -exec cp {} "$target/" \;

# In the lock's order: a wildcard would leave it to the file system which jar comes first. Jars first, which Java can share
# (archive-classes.sh), then folders with what is mounted; jars of tests, which bring webapps, last: they also bring
# configuration of their own.
paths() { cut -d ' ' -f 3 | sed "s#^#$target/jars/#" | tr '\n' ':'; }
jars=$(grep -v -e '-tests\.jar$' "$lock" | paths)
tests=$( (grep -e '-tests\.jar$' "$lock" || true) | paths)
programs=$(printf '%s:' "$target"/*.jar)
class_path=$programs$jars/etc/hadoop:/etc/hbase:$target/conf:$tests
echo "-cp ${class_path%:}" >"$target/class-path"
