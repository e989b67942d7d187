#!/bin/sh
# Installs Debian packages and leaves no list, archive or log of it.
# usage: install-packages PACKAGE...
set -eu
export DEBIAN_FRONTEND=noninteractive
apt-get -qq update
apt-get -qq install --yes "$@"
rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/*-old /var/cache/ldconfig/aux-cache
rm -rf /var/log/apt /var/log/*.log /tmp/*
