#!/bin/sh
# Installs Java and packages that need it. Its alternatives link into the manuals' folder, which our base does not have.
# usage: install-java PACKAGE...
set -eu
mkdir -p /usr/share/man/man1
install-packages "$@"
rm -rf /usr/share/man/man1
