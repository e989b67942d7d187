#!/bin/sh
# Takes out of an installed Debian what its packages are told not to install (dpkg.cfg), and what is only kept for later.
set -eu
find /usr/share/doc -mindepth 1 -not -name copyright -not -type d -delete
find /usr/share/doc -mindepth 1 -type d -empty -delete
find /usr/share/locale -mindepth 1 -maxdepth 1 -type d -exec rm -rf {} +
rm -rf /usr/share/man/* /usr/share/info/* /var/cache/apt/* /var/lib/apt/lists/*
rm -rf /var/cache/debconf/*-old /var/log/* /run/* /tmp/*
# What only the machine that made this tree knows.
rm -f /etc/machine-id /var/lib/dbus/machine-id /etc/apt/apt.conf.d/*proxy*
: >/etc/hostname
