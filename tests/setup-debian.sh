#!/bin/sh
# Install the Debian packages that are named, or those that the tests need: a browser and Chinese fonts.
# Does nothing where they are there already; elsewhere than on Debian it says what to install.
set -eu
[ $# -gt 0 ] || set -- chromium fonts-noto-cjk

if ! command -v dpkg-query >/dev/null; then
    echo "Not a Debian system: please install $* (or what they are called here) yourself." >&2
    exit 0
fi
missing=
for package; do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}
as_root apt-get update --quiet=2
# shellcheck disable=SC2086 # a list of words
as_root env DEBIAN_FRONTEND=noninteractive apt-get install --quiet=2 --yes --no-install-recommends \
    -o DPkg::Lock::Timeout=300 $missing
