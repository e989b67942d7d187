#!/bin/sh
# Installs the lock into a virtual environment and leaves nothing that only building or linking needs.
# usage: install.sh LOCK VENV [TORCH_INDEX]
set -eu
lock=$1 venv=$2 torch_index=${3:-}

if [ -e /run/secrets/ca ]; then
  export PIP_CERT=/run/secrets/ca
fi
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_COMPILE=1 PIP_ROOT_USER_ACTION=ignore
python3 -m venv "$venv"

if [ -n "$torch_index" ]; then
  # Another index builds torch differently, so the lock's hashes cannot hold for it: version from the lock, no hash.
  "$venv/bin/pip" install --index-url "$torch_index" "$(sed -n 's/^\(torch==[^ ]*\).*/\1/p' "$lock")"
  awk '/^[^ ]/ { skip = ($0 ~ /^(torch|triton|nvidia-|cuda-)/) } !skip' "$lock" >/tmp/requirements.lock
  lock=/tmp/requirements.lock
fi
"$venv/bin/pip" install --require-hashes --no-deps --only-binary :all: --requirement "$lock"

site=$(echo "$venv"/lib/python3.*/site-packages)
find "$site" \( -name '*.a' -o -name '*.lib' \) -type f -delete
find "$site" -type d \( -name tests -o -name test \) -path '*/sklearn/*' -prune -exec rm -rf {} +
rm -rf "$site/torch/test" "$site"/pip "$site"/pip-* "$venv"/bin/pip*
python3 -m compileall -q -j 0 "$site" || true
rm -rf /tmp/*
