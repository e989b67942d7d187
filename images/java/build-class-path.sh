#!/bin/sh
# Compiles and tests a module of services/data-admin, and lays out its class path: every jar as the lock has it, or nothing.
# usage: build-class-path.sh MODULE LOCK TARGET MAVEN_ARGUMENT...
# Every version is an argument; that of the module that is not built only has to be there.
set -eu
module=$1 lock=$2 target=$3
shift 3

# The secret `ca` is a CA bundle for this step only; without it Java's own authorities are asked.
if [ -e /run/secrets/ca ]; then
  java /build/TrustStore.java /run/secrets/ca /tmp/trust.p12 changeit
  export MAVEN_OPTS="-Djavax.net.ssl.trustStore=/tmp/trust.p12 -Djavax.net.ssl.trustStorePassword=changeit"
fi
mvn --batch-mode --quiet --file /build/data-admin/pom.xml --projects "$module" --also-make "$@" \
  -Dmdep.useRepositoryLayout=true -DincludeScope=runtime -DexcludeGroupIds=trainyard -DoutputDirectory=/build/jars \
  package dependency:copy-dependencies

mkdir -p "$target"
cd /build/jars
find . -name '*.jar' | sed 's#^\./##' | sort | xargs sha256sum >/build/jars.lock
if ! cmp -s /build/jars.lock "$lock"; then
  echo "the jars of $module are not those of its lock; what differs (< resolved, > lock):" >&2
  diff /build/jars.lock "$lock" >&2 || true
  exit 1
fi
mv /build/jars "$target/jars"
cp "$lock" "$target/jars.lock"
cp "/build/data-admin/tool/target/admin-tool.jar" "/build/data-admin/$module/target/$module-admin.jar" "$target/"

# In the lock's order: a wildcard would leave it to the file system which jar comes first. Jars of tests, which bring webapps,
# come last: they also bring configuration of their own.
jars=$( (grep -v -e '-tests\.jar$' "$lock"; grep -e '-tests\.jar$' "$lock") | cut -d ' ' -f 3 | sed "s#^#$target/jars/#" | tr '\n' ':')
echo "-cp /etc/hadoop:/etc/hbase:$target/conf:$target/admin-tool.jar:$target/$module-admin.jar:${jars%:}" >"$target/class-path"
