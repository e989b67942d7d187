#!/bin/sh
# Takes out of an installed Debian what its packages are told not to install (dpkg.cfg) and what is only kept for later, and
# leaves the rest in /image.
set -eu
find /usr/share/doc -mindepth 1 -not -name copyright -not -type d -delete
find /usr/share/doc -mindepth 1 -type d -empty -delete
find /usr/share/locale -mindepth 1 -maxdepth 1 -type d -exec rm -rf {} +
rm -rf /usr/share/man/* /usr/share/info/* /var/cache/apt/* /var/lib/apt/lists/*
rm -rf /var/cache/debconf/*-old /var/log/* /run/* /tmp/*
rm -f /etc/machine-id /var/lib/dbus/machine-id

# The image, without what only the machine that builds it knows: its name servers, its name, its devices.
mkdir /image
tar -C / --one-file-system --exclude=./image --exclude=./etc/resolv.conf --exclude=./etc/hosts --exclude=./etc/hostname \
  --exclude='./dev/*' --exclude='./proc/*' --exclude='./sys/*' -cf - . | tar -C /image -xpf -
