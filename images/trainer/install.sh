#!/bin/sh
# Installs the lock into a virtual environment and leaves nothing that only building or linking needs.
# usage: install.sh LOCK VENV [TORCH_INDEX]; install-lock.sh lies beside it
set -eu
lock=$1 venv=$2 torch_index=${3:-}

if [ -n "$torch_index" ]; then
  # Another index builds torch differently, so the lock's hashes cannot hold for it: version from the lock, no hash.
  if [ -e /run/secrets/ca ]; then
    export PIP_CERT=/run/secrets/ca
  fi
  python3 -m venv "$venv"
  "$venv/bin/pip" install --no-cache-dir --no-compile --index-url "$torch_index" \
    "$(sed -n 's/^\(torch==[^ ]*\).*/\1/p' "$lock")"
  awk '/^[^ ]/ { skip = ($0 ~ /^(torch|triton|nvidia-|cuda-)/) } !skip' "$lock" >/tmp/requirements.lock
  lock=/tmp/requirements.lock
fi
sh "$(dirname "$0")/install-lock.sh" "$lock" "$venv"

site=$(echo "$venv"/lib/python3.*/site-packages)
find "$site" \( -name '*.a' -o -name '*.lib' \) -type f -delete
find "$site" -type d \( -name tests -o -name test \) -path '*/sklearn/*' -prune -exec rm -rf {} +
rm -rf "$site/torch/test"
