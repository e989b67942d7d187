#!/bin/sh
# Installs a hashed lock into a virtual environment and leaves nothing that only installing needs.
# usage: install-lock.sh LOCK VENV
set -eu
lock=$1 venv=$2

# The secret `ca` is a CA bundle for this step only; without it the system's bundle is used.
if [ -e /run/secrets/ca ]; then
  export PIP_CERT=/run/secrets/ca
fi
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_COMPILE=1 PIP_ROOT_USER_ACTION=ignore
[ -d "$venv" ] || python3 -m venv "$venv"
"$venv/bin/pip" uninstall --quiet --yes setuptools # the environment's own; the lock names the one that is wanted
"$venv/bin/pip" install --require-hashes --no-deps --only-binary :all: --requirement "$lock"

site=$(echo "$venv"/lib/python3.*/site-packages)
rm -rf "$site"/pip "$site"/pip-* "$venv"/bin/pip* /tmp/*
python3 -m compileall -q -j 0 "$site" || true
